import { isArray, isObject, type Json } from '@connectory/json';

/** Compares JSON values of the two versions, regardless of the order of members. */
export interface SameValues {
  readonly same: (before: Json, after: Json) => boolean;
  /** Equal values have the same number, in both versions. */
  readonly numberOf: (value: Json, version: 'before' | 'after') => number;
}

/**
 * Numbers values, so that each is visited once, however often it is compared.
 * @param toLater rewrites a reference of the earlier version to the name in the later one.
 */
export function createSameValues(toLater: (reference: string) => string): SameValues {
  const numbers = new Map<string, number>();
  const known = { before: new WeakMap<object, number>(), after: new WeakMap<object, number>() };
  const number = (key: string): number => {
    const found = numbers.get(key) ?? numbers.size;
    numbers.set(key, found);
    return found;
  };
  const look = (value: Json, version: 'before' | 'after'): number => {
    if (typeof value !== 'object' || value === null) return number(JSON.stringify(value));
    const seen = known[version].get(value);
    if (seen !== undefined) return seen;
    const made = number(
      isArray(value) ? `[${value.map((item) => look(item, version)).join()}]` : objectKey(value, version),
    );
    known[version].set(value, made);
    return made;
  };
  const objectKey = (value: Json, version: 'before' | 'after'): string => {
    if (!isObject(value)) return '';
    const members = Object.keys(value)
      .sort()
      .map((key) => {
        const inner = value[key] ?? null;
        const text = key === '$ref' && typeof inner === 'string' && version === 'before' ? toLater(inner) : inner;
        return `${JSON.stringify(key)}:${look(text, version)}`;
      });
    return `{${members.join()}}`;
  };
  return { same: (before, after) => look(before, 'before') === look(after, 'after'), numberOf: look };
}
