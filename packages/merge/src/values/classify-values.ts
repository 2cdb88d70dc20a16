import { isArray, isObject, type Json } from '@connectory/json';

/** Whether two values are equal. The order of members does not matter. */
export type SameValue = (one: Json | undefined, other: Json | undefined) => boolean;

/**
 * Makes a comparison that visits each object once, however often it is compared. Equal values get the same number, so that a merge that
 * compares at every level takes linear time.
 */
export function createComparison(): SameValue {
  const numbers = new Map<string, number>();
  const known = new WeakMap<object, number>();
  const numberOf = (key: string): number => {
    const found = numbers.get(key) ?? numbers.size;
    numbers.set(key, found);
    return found;
  };
  const classify = (value: Json): number => {
    if (!isArray(value) && !isObject(value)) return numberOf(JSON.stringify(value));
    const found = known.get(value) ?? numberOf(isArray(value) ? `[${value.map(classify).join()}]` : membersKey(value));
    known.set(value, found);
    return found;
  };
  const membersKey = (value: { readonly [key: string]: Json }): string => {
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${classify(value[name] ?? null)}`).join()}}`;
  };
  return (one, other) =>
    one === undefined || other === undefined ? one === other : one === other || classify(one) === classify(other);
}
