import type { Json } from '@connectory/json';
import { listMember, member, textMember } from '../json/members.ts';

/** The names of the definitions of a request body or response, one per media type. */
export function bodyDefinitions(body: Json | undefined): readonly string[] {
  return listMember(body, 'definitions').map((item) => textMember(member(item, 'definition'), 'name') ?? '');
}
