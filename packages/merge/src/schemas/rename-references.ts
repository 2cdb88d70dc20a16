import { isArray, isObject, type Json } from '@connectory/json';

/** Renames definitions in references such as `Pet.json#/properties/tag`, in `$ref`, `$dynamicRef` and the `mapping` of discriminators. */
export function renameReferences<Value extends Json>(value: Value, nameOf: (name: string) => string): Value;
export function renameReferences(value: Json, nameOf: (name: string) => string): Json {
  if (isArray(value)) return value.map((item) => renameReferences(item, nameOf));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, renameMember(name, item, nameOf)]));
}

/** The names of the definitions that a value references. */
export function referencedDefinitions(value: Json): ReadonlySet<string> {
  const names = new Set<string>();
  renameReferences(value, (name) => {
    names.add(name);
    return name;
  });
  return names;
}

function renameMember(name: string, value: Json, nameOf: (name: string) => string): Json {
  if (typeof value === 'string') return name === '$ref' || name === '$dynamicRef' ? rename(value, nameOf) : value;
  if (name === 'mapping' && isObject(value)) {
    const mapping = Object.entries(value).map(([key, target]): [string, Json] => [
      key,
      typeof target === 'string' ? rename(target, nameOf) : renameReferences(target, nameOf),
    ]);
    return Object.fromEntries(mapping);
  }
  return renameReferences(value, nameOf);
}

function rename(reference: string, nameOf: (name: string) => string): string {
  const match = /^(?<name>[a-zA-Z0-9_-]+)\.json(?<rest>$|#.*$)/s.exec(reference);
  const { name, rest = '' } = match?.groups ?? {};
  return name === undefined ? reference : `${nameOf(name)}.json${rest}`;
}
