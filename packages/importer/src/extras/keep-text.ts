import { isArray, isObject, type Json } from '@connectory/json';
import { spelledTexts, spellingOf } from '../json/spellings.ts';

/** Members that hold data of any type. */
const dataMembers: ReadonlySet<string> = new Set(['example', 'value', 'dataValue', 'examples']);

/**
 * A number, or a list of numbers, as it was spelt: outside of schemas, data and extensions, OpenAPI wants text where YAML may give a
 * number.
 */
export function keepText(key: string, value: Json, container: object): Json {
  if (dataMembers.has(key) || key.startsWith('x-')) return value;
  if (typeof value === 'number') return spellingOf(container, key) ?? value;
  if (key === 'scopes' && isObject(value)) return spelledTexts(value);
  if (!isArray(value) || !value.some((item) => typeof item === 'number')) return value;
  return value.map((item, index) => (typeof item === 'number' ? (spellingOf(value, index) ?? item) : item));
}

/** Security requirements, with scopes as they were spelt. Those of the document are read once, for all operations that inherit them. */
export function keepRequirements(value: Json): Json {
  if (!isArray(value)) return value;
  const kept = keptRequirements.get(value) ?? spellScopes(value);
  keptRequirements.set(value, kept);
  return kept;
}

const keptRequirements = new WeakMap<readonly Json[], Json>();

function spellScopes(value: readonly Json[]): Json {
  if (!value.some((group) => isObject(group) && Object.values(group).some(holdsNumber))) return value;
  return value.map((group) =>
    isObject(group)
      ? Object.fromEntries(Object.entries(group).map(([name, scopes]) => [name, keepText(name, scopes, group)]))
      : group,
  );
}

function holdsNumber(scopes: Json): boolean {
  return isArray(scopes) && scopes.some((scope) => typeof scope === 'number');
}
