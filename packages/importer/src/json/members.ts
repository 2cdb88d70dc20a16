import { isObject, type Json, type JsonObject } from '@connectory/json';

/** Returns an own member only: `constructor` and `__proto__` are ordinary names. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function objectMember(object: JsonObject, key: string): JsonObject | undefined {
  const value = member(object, key);
  return isObject(value) ? value : undefined;
}

/** A non-blank string member. Numbers and booleans count as text, because YAML reads unquoted text as such. */
export function textMember(object: JsonObject, key: string): string | undefined {
  const value = member(object, key);
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** An empty object without prototype, so that `__proto__` is an ordinary key. */
export function emptyObject(): { [key: string]: Json } {
  const object: { [key: string]: Json } = Object.create(null);
  return object;
}

/** The members that are not undefined; undefined when there are none. */
export function compact(members: {
  readonly [key: string]: Json | undefined;
}): { readonly [key: string]: Json } | undefined {
  const kept = emptyObject();
  let any = false;
  for (const key of Object.keys(members)) {
    const value = members[key];
    if (value === undefined) continue;
    kept[key] = value;
    any = true;
  }
  return any ? kept : undefined;
}
