import { isArray, isObject } from '@connectory/json';
import type { Json } from '@connectory/importer';
import { JsonCursor } from './json-cursor.ts';

/** How numbers were spelt, by container, then by key. */
export type Spellings = ReadonlyMap<object, ReadonlyMap<string | number, string>>;

/**
 * Finds the numbers that JSON would spell otherwise, such as `1.10`: where a text is meant, they are read as they were written.
 * @param root of the text, parsed.
 */
export function findSpellings(text: string, root: Json): Spellings {
  const spellings = new Map<object, Map<string | number, string>>();
  const cursor = new JsonCursor(text);
  const record = (container: object, key: string | number, spelling: string): void => {
    const known = spellings.get(container);
    if (known === undefined) spellings.set(container, new Map([[key, spelling]]));
    else known.set(key, spelling);
  };
  const visit = (value: Json | undefined, container: object, key: string | number): void => {
    const kind = cursor.kind();
    if (kind === 'object') cursor.eachMember((name) => visit(own(value, name), asContainer(value), name));
    else if (kind === 'array') cursor.eachItem((index) => visit(own(value, index), asContainer(value), index));
    else {
      const start = cursor.offset;
      cursor.skipValue();
      if (typeof value !== 'number') return;
      const spelling = text.slice(start, cursor.offset);
      if (spelling !== String(value) && isSpellingOf(spelling, value)) record(container, key, spelling);
    }
  };
  visit(root, {}, '');
  return spellings;
}

/** Of a key that occurs twice, only the last value is in the tree. Numbers out of range were replaced. */
function isSpellingOf(spelling: string, value: number): boolean {
  const number = Number(spelling);
  return number === value || !Number.isFinite(number);
}

function own(value: Json | undefined, key: string | number): Json | undefined {
  if (isArray(value)) return value[Number(key)];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function asContainer(value: Json | undefined): object {
  return typeof value === 'object' && value !== null ? value : {};
}
