import { isArray, isObject } from '@connectory/json';
import type { Json } from '@connectory/importer';
import { JsonCursor } from './json-cursor.ts';

/** How numbers were spelt, by container, then by key. Containers around these have empty entries. */
export type Spellings = ReadonlyMap<object, ReadonlyMap<string | number, string>>;

/**
 * Finds the numbers that JSON would spell otherwise, such as `1.10`: where a text is meant, they are read as they were written.
 * @param root of the text, parsed.
 */
export function findSpellings(text: string, root: Json): Spellings {
  const spellings = new Map<object, Map<string | number, string>>();
  const cursor = new JsonCursor(text);
  const entryOf = (container: object): Map<string | number, string> => {
    const entry = spellings.get(container) ?? new Map<string | number, string>();
    spellings.set(container, entry);
    return entry;
  };
  /** Returns whether the value is, or holds, such a number. */
  const visit = (value: Json | undefined, container: object, key: string | number): boolean => {
    const kind = cursor.kind();
    if (kind !== 'object' && kind !== 'array') return visitScalar(value, container, key);
    const held = asContainer(value);
    let holds = false;
    const visitHeld = (name: string | number): void => {
      if (visit(own(value, name), held, name)) holds = true;
    };
    if (kind === 'object') cursor.eachMember(visitHeld);
    else cursor.eachItem(visitHeld);
    if (holds) entryOf(held);
    return holds;
  };
  const visitScalar = (value: Json | undefined, container: object, key: string | number): boolean => {
    const start = cursor.offset;
    cursor.skipValue();
    if (typeof value !== 'number') return false;
    const spelling = text.slice(start, cursor.offset);
    if (spelling === String(value) || !isSpellingOf(spelling, value)) return false;
    entryOf(container).set(key, spelling);
    return true;
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
