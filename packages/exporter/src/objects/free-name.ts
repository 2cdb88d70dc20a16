import { isObject, type Json } from '@connectory/json';

/** A name that an object does not have: the given one, or a longer one. */
export function freeName(object: Json | undefined, name: string): string {
  let free = name;
  while (isObject(object) && Object.hasOwn(object, free)) free = `x-${free}`;
  return free;
}
