import { writtenText } from './spellings.ts';
import { isObject, type Json, type JsonObject } from '@connectory/json';

/** Returns an own member only: `constructor` and `__proto__` are ordinary names. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function objectMember(object: JsonObject, key: string): JsonObject | undefined {
  const value = member(object, key);
  return isObject(value) ? value : undefined;
}

/** A non-blank string member. Numbers and booleans count as the text that was written, because YAML reads unquoted text as such. */
export function textMember(object: JsonObject, key: string): string | undefined {
  const text = writtenText(member(object, key), object, key);
  return text === undefined || text.trim() === '' ? undefined : text;
}

/** An empty object without prototype, so that `__proto__` is an ordinary key. */
export function emptyObject(): { [key: string]: Json } {
  const object: { [key: string]: Json } = Object.create(null);
  return object;
}

/**
 * Sets an own member of a plain object, `__proto__` included; does nothing for undefined. Plain objects are much faster than those of
 * `emptyObject`, which V8 keeps as dictionaries.
 */
export function setMember(object: { [key: string]: Json }, key: string, value: Json | undefined): void {
  if (value === undefined) return;
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  else object[key] = value;
}

/** A name under which an object can keep a member of another version or a refused one: `x-name`, or longer when that is taken. */
export function asideName(object: JsonObject, name: string): string {
  let free = `x-${name}`;
  while (Object.hasOwn(object, free)) free = `x-${free}`;
  return free;
}

/** An object with its members of some names set aside, where the names say something else; the object itself when it has none of them. */
export function withAside(object: { [key: string]: Json }, names: readonly string[]): { [key: string]: Json } {
  if (!names.some((name) => Object.hasOwn(object, name))) return object;
  const renamed: { [key: string]: Json } = {};
  for (const key of Object.keys(object))
    setMember(renamed, names.includes(key) ? asideName(object, key) : key, object[key]);
  return renamed;
}

/** For objects without inherited members that are listed, as those of JSON. */
export function isEmpty(object: JsonObject): boolean {
  for (const _key in object) return false;
  return true;
}
