import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';

/** Returns an own member only: `constructor` is an ordinary name. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

export function textMember(value: Json | undefined, key: string): string | undefined {
  const found = member(value, key);
  return typeof found === 'string' ? found : undefined;
}

export function objectMember(value: Json | undefined, key: string): JsonObject {
  const found = member(value, key);
  return isObject(found) ? found : {};
}

export function listMember(value: Json | undefined, key: string): readonly Json[] {
  const found = member(value, key);
  return isArray(found) ? found : [];
}

/** A value as text: strings as they are, all else as JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
