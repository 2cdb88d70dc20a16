import { isArray, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import { copySpellings, holdsSpelling } from '../json/spellings.ts';
import { at } from '../place/place.ts';
import type { Keyword } from './keyword.ts';
import { fitHeld, type HeldValue } from './fit-held.ts';
import { type SchemaOf, spellInstance, spellScalar } from './spell-instance.ts';
import { scalarTypeOf } from './scalar-values.ts';

/** Keywords whose values instances are compared with, or that stand for an instance. */
const lists: ReadonlySet<string> = new Set(['enum', 'examples']);
const singles: ReadonlySet<string> = new Set(['const', 'default', 'example', 'x-example']);
const examples: ReadonlySet<string> = new Set(['example', 'examples', 'x-example']);

/**
 * The values of a keyword, in the types of its schema: `enum: [1, 2]` of a string gives `["1", "2"]`. Examples only follow the spelling
 * of the document.
 * @returns the keyword's own value when nothing changes.
 */
export function fitScalars(keyword: Keyword): Json {
  const { schema, key, value, place, context } = keyword;
  if (isUntouched(keyword)) return value;
  const ofSchema: readonly SchemaOf[] = [{ value: schema, place }];
  const fit = (held: HeldValue): Json => {
    const spelt = spell(held, ofSchema, context);
    return examples.has(key)
      ? spelt
      : fitHeld({ ...held, value: spelt }, ofSchema, { context, isDefault: key === 'default' });
  };
  if (singles.has(key)) return fit({ container: schema, key, value, place: at(place, key) });
  if (!lists.has(key) || !isArray(value)) return value;
  const type = scalarTypeOf(member(schema, 'type'));
  let fitted: Json[] | undefined;
  for (const [index, item] of value.entries()) {
    // Most values are of the type of their schema, also when an enumeration has thousands.
    if (typeof item === type || (type === 'integer' && Number.isInteger(item))) continue;
    const changed = fit({ container: value, key: index, value: item, place: at(place, key, index) });
    if (changed !== item) (fitted ??= [...value])[index] = changed;
  }
  if (fitted !== undefined) copySpellings(value, fitted);
  return fitted ?? value;
}

const holders = ['$ref', 'allOf', 'anyOf', 'oneOf', 'items', 'properties', 'additionalProperties', 'prefixItems'];

/** Most keywords need no look at other schemas: documents have a hundred thousand examples, and enumerations of thousands. */
function isUntouched({ schema, key, value }: Keyword): boolean {
  if (examples.has(key)) return typeof value !== 'number' && typeof value !== 'boolean' && !holdsSpelling(value);
  if (key === 'default' || member(schema, 'type') !== undefined) return false;
  return holders.every((name) => member(schema, name) === undefined);
}

/** A value in which the scalars of strings are as they were spelt. */
function spell(held: HeldValue, schemas: readonly SchemaOf[], context: Keyword['context']): Json {
  const { container, key, value, place } = held;
  if (typeof value !== 'object' || value === null)
    return spellScalar({ container, key, value }, schemas, place, context);
  return holdsSpelling(value) ? spellInstance(value, schemas, place, context) : value;
}
