import { isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';

/** The reference of an object that consists of nothing else; undefined for all other values. */
export function loneReference(value: Json | undefined): string | undefined {
  const reference = isObject(value) ? member(value, '$ref') : undefined;
  return typeof reference === 'string' && hasOneMember(value as JsonObject) ? reference : undefined;
}

/** Without a list of the keys, because it is asked for every reference. */
function hasOneMember(object: JsonObject): boolean {
  let members = 0;
  for (const _key in object) {
    members += 1;
    if (members > 1) return false;
  }
  return true;
}
