import { isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';

/** Keywords that describe, and do not affect validation. */
const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  'summary',
  '$comment',
  'default',
  'example',
  'examples',
  'readOnly',
  'writeOnly',
  'deprecated',
  'xml',
  'externalDocs',
]);

/** The reference of a schema that consists of nothing else that has an effect. */
export function pureReference(schema: Json | undefined, is30: boolean): string | undefined {
  if (!isObject(schema)) return undefined;
  const reference = member(schema, '$ref');
  if (typeof reference !== 'string') return undefined;
  const hasEffect = (key: string): boolean => key !== '$ref' && !annotations.has(key) && !key.startsWith('x-');
  return is30 || !Object.keys(schema).some(hasEffect) ? reference : undefined;
}
