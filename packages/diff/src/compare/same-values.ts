import { isArray, isObject, type Json } from '@connectory/json';

/** Says whether two JSON values, one of each version, are the same whatever the order of their members. */
export interface SameValues {
  readonly same: (before: Json, after: Json) => boolean;
  /** Equal values have one number, whichever version they are of. */
  readonly numberOf: (value: Json, version: 'before' | 'after') => number;
}

/**
 * Each value gets a number, equal values the same one: a value is looked at once, however often it is compared.
 * @param toLater names a reference of the earlier version as the later one would.
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
