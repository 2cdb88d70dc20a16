import { childAt, isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import type { Place } from '../place/place.ts';

/**
 * The schema that `$recursiveRef: "#"` means (JSON Schema 2019-09 Core, section 8.2.4.2): the nearest around it with an `$id` or a
 * `$recursiveAnchor`, else the one that is translated.
 * @param start the place of `schema`.
 * @returns undefined when that schema is a reference itself, which might lead back.
 */
export function recursionRoot(
  place: Place,
  schema: Json | undefined,
  start: Place,
): { readonly place: Place; readonly schema: Json | undefined } | undefined {
  const path: Place[] = [];
  for (let here: Place | undefined = place; here !== undefined && !isSame(here, start); here = here.parent)
    path.unshift(here);
  let [root, value] = [start, schema];
  let meant = schema;
  for (const here of path) {
    value = childAt(value, String(here.token));
    if (isObject(value) && (member(value, '$recursiveAnchor') === true || typeof member(value, '$id') === 'string'))
      [root, meant] = [here, value];
  }
  const isReference = isObject(meant) && references.some((keyword) => member(meant, keyword) !== undefined);
  return isReference ? undefined : { place: root, schema: meant };
}

const references: readonly string[] = ['$ref', '$dynamicRef', '$recursiveRef'];

function isSame(left: Place, right: Place): boolean {
  let [one, other]: [Place | undefined, Place | undefined] = [left, right];
  while (one !== undefined && other !== undefined) {
    if (one === other) return true;
    if (one.token !== other.token) return false;
    [one, other] = [one.parent, other.parent];
  }
  return one === other;
}
