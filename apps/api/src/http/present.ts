/** A member of an object, left out rather than null while it is not known. */
export function present<Key extends string, Value>(key: Key, value: Value | null): { [Name in Key]?: Value } {
  const member: { [Name in Key]?: Value } = {};
  if (value !== null) member[key] = value;
  return member;
}
