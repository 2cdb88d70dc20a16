import { isObject, type Json, type JsonObject } from '@connectory/json';

/** An own member: names such as `constructor` or `__proto__` are names like any other. */
export function member(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function objectMember(object: JsonObject, key: string): JsonObject | undefined {
  const value = member(object, key);
  return isObject(value) ? value : undefined;
}

/** A text that says something: numbers and booleans, as unquoted YAML gives them, count as text. */
export function textMember(object: JsonObject, key: string): string | undefined {
  const value = member(object, key);
  if (typeof value === 'string') return value.trim() === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** An object to be filled, on which every key is its own, `__proto__` included. */
export function emptyObject(): { [key: string]: Json } {
  const object: { [key: string]: Json } = Object.create(null);
  return object;
}

/** The members that are neither absent nor undefined. */
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
