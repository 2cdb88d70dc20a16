import type { Json } from '@connectory/json';
import { member, textMember } from '../json/members.ts';

/** The path of a trigger: the name of its webhook, or the name and expression of its callback. */
export function triggerPath(openapi: Json | undefined): string | undefined {
  const webhook = textMember(openapi, 'webhook');
  if (webhook !== undefined) return `webhook ${webhook}`;
  const callback = member(openapi, 'callback');
  const [name, expression] = [textMember(callback, 'name'), textMember(callback, 'expression')];
  return name === undefined || expression === undefined ? undefined : `callback ${name} ${expression}`;
}
