import type { Json, JsonObject } from '@connectory/json';

/**
 * How scalars were spelt where JSON would spell their value otherwise, as `1.10` in YAML: by container, then by key. Containers around
 * these have empty entries.
 */
const spellings = new WeakMap<object, ReadonlyMap<string | number, string>>();

/** Remembers the spellings of a document as long as its tree exists. */
export function rememberSpellings(ofDocument: ReadonlyMap<object, ReadonlyMap<string | number, string>>): void {
  for (const [container, ofContainer] of ofDocument) spellings.set(container, ofContainer);
}

/** Gives a copy of a container the spellings of the original, as far as it has the same members. */
export function copySpellings(from: object, to: object): void {
  const known = spellings.get(from);
  if (known !== undefined) spellings.set(to, known);
}

/** Whether a value is a container with such a scalar in it, at any depth. */
export function holdsSpelling(value: Json | undefined): boolean {
  return typeof value === 'object' && value !== null && spellings.has(value);
}

/** Gives a member of a new container the spelling of the member that it was made of, or the entry of one around a spelling. */
export function copySpelling(from: JsonObject, fromKey: string, to: object, toKey: string): void {
  const spelling = spellingOf(from, fromKey);
  if (spelling !== undefined) spellings.set(to, new Map([...(spellings.get(to) ?? []), [toKey, spelling]]));
  else if (holdsSpelling(from[fromKey]) && !spellings.has(to)) spellings.set(to, new Map());
}

/** The spelling of a member in the document, where it is another than that of its value. */
export function spellingOf(container: object, key: string | number): string | undefined {
  return spellings.get(container)?.get(key);
}

/** An object whose members OpenAPI wants as text, with numbers as they were spelt. Extensions keep their numbers. */
export function spelledTexts(object: JsonObject): JsonObject {
  const spelt = spellings.get(object);
  if (spelt === undefined || spelt.size === 0) return object;
  const copy: { [key: string]: Json } = Object.create(null);
  for (const [key, value] of Object.entries(object)) {
    const isText = typeof value === 'number' && !key.startsWith('x-');
    copy[key] = isText ? (spelt.get(key) ?? value) : value;
  }
  return copy;
}

/** A string, number or boolean as the text that was written; undefined for other values. @param key of the value in the container. */
export function writtenText(value: Json | undefined, container: object, key: string | number): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  return spellingOf(container, key) ?? String(value);
}
