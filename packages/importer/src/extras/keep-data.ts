import { isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import type { MessageCollector } from '../messages/message-collector.ts';
import type { Place } from '../place/place.ts';
import { checkExtension } from '../references/check-extension.ts';
import type { References } from '../references/references.ts';

interface DataContext {
  readonly isExtension: boolean;
  readonly references: References;
  readonly messages: MessageCollector;
}

/** The value of a member that holds no object with a table: as it is, but for a reference to a text file, which becomes its text. */
export function keepData(value: Json, place: Place, { isExtension, references, messages }: DataContext): Json {
  if (typeof value !== 'object' || value === null) return value;
  const reference = isObject(value) ? member(value, '$ref') : undefined;
  if (typeof reference === 'string' && !reference.startsWith('#')) {
    const target = references.find(reference, place);
    if (target.kind === 'found' && typeof target.value === 'string') return target.value;
  }
  if (isExtension) checkExtension(value, place, references, messages);
  return value;
}
