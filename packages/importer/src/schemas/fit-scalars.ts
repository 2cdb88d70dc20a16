import { isArray, isObject, type Json } from '@connectory/json';
import { member } from '../json/members.ts';
import { copySpellings, holdsSpelling, spellingOf } from '../json/spellings.ts';
import { at, type Place } from '../place/place.ts';
import { schemaValueMisfit } from '../rules/schema-value-misfit.ts';
import { valueNotText } from '../rules/value-not-text.ts';
import type { Keyword } from './keyword.ts';
import { spellInstance } from './spell-instance.ts';
import { asType, isOfType, isTypeName, scalarTypeOf } from './scalar-values.ts';

/** Keywords whose values instances are compared with, or that stand for an instance. */
const lists: ReadonlySet<string> = new Set(['enum', 'examples']);
const singles: ReadonlySet<string> = new Set(['const', 'default', 'example', 'x-example']);

/**
 * The values of a keyword, in the scalar type of its schema: `enum: [1, 2]` of a string gives `["1", "2"]`. Examples only follow the
 * spelling of the document.
 * @returns the keyword's own value when nothing changes.
 */
export function fitScalars(keyword: Keyword): Json {
  const value = spellValues(keyword);
  return fitSpelt(value === keyword.value ? keyword : { ...keyword, value });
}

/** The value of a keyword, in which the strings of arrays and objects are as they were spelt. */
function spellValues({ schema, key, value, place, context }: Keyword): Json {
  if (!holdsSpelling(value)) return value;
  const here = at(place, key);
  const ofSchema = [{ value: schema, place }];
  if (!lists.has(key) || !isArray(value)) return spellInstance(value, ofSchema, here, context);
  let spelt: Json[] | undefined;
  for (const [index, item] of value.entries()) {
    const changed = spellInstance(item, ofSchema, at(here, index), context);
    if (changed !== item) (spelt ??= [...value])[index] = changed;
  }
  if (spelt !== undefined) copySpellings(value, spelt);
  return spelt ?? value;
}

function fitSpelt(keyword: Keyword): Json {
  const { schema, key, value, place } = keyword;
  const written = member(schema, 'type');
  if (written === undefined) return checkListed(keyword);
  const type = scalarTypeOf(written);
  if (key === 'default' && typeof value === 'object' && value !== null)
    return fitDefault(keyword, at(place, 'default'), 0);
  if (singles.has(key) && key !== 'default' && isFitted(value, type)) return value;
  if (singles.has(key)) return fitOne(keyword, { type, container: schema, at: key, value, where: at(place, key) });
  if (!lists.has(key) || !isArray(value)) return value;
  let fitted: Json[] | undefined;
  for (const [index, item] of value.entries()) {
    if (isFitted(item, type)) continue;
    const where = at(place, key, index);
    const changed = fitOne(keyword, { type, container: value, at: index, value: item, where });
    if (changed !== item) (fitted ??= [...value])[index] = changed;
  }
  return fitted ?? value;
}

/** Reports the default of a schema without a type that is none of its `enum`. */
function checkListed({ schema, key, value, place, context }: Keyword): Json {
  const values = key === 'default' ? member(schema, 'enum') : undefined;
  if (isArray(values) && (typeof value !== 'object' || value === null) && !values.includes(value))
    context.messages.report(schemaValueMisfit, at(place, 'default'), `${quote(value)} is not in enum`);
  return value;
}

/** Levels of a default that are fitted. */
const maxDefaultDepth = 20;

/** A default that is an array or object, with its scalars in the types of `items` and `properties`, where these are no references. */
function fitDefault(keyword: Keyword, where: Place, depth: number): Json {
  const { schema, value } = keyword;
  checkType(keyword, { value, where });
  if (typeof value !== 'object' || value === null || depth > maxDefaultDepth) return value;
  const schemas = member(schema, isArray(value) ? 'items' : 'properties');
  if (!isObject(schemas)) return value;
  const schemaOf = (key: string): Json | undefined => (isArray(value) ? schemas : member(schemas, key));
  const entries = Object.entries(value);
  let isChanged = false;
  const fitted = entries.map(([key, item], index): [string, Json] => {
    const ofItem = schemaOf(key);
    if (!isObject(ofItem)) return [key, item];
    const inner = { ...keyword, schema: ofItem, value: item };
    const here = at(where, key);
    const type = typeof item === 'object' ? undefined : scalarTypeOf(member(ofItem, 'type'));
    const scalar = { container: value, at: isArray(value) ? index : key, value: item, where: here };
    const changed = type === undefined ? fitDefault(inner, here, depth + 1) : fitScalar(inner, { type, ...scalar });
    isChanged ||= changed !== item;
    return [key, changed];
  });
  if (!isChanged) return value;
  return isArray(value) ? fitted.map(([, item]) => item) : Object.fromEntries(fitted);
}

/** Most values are of the type of their schema, also when an enumeration has thousands. */
function isFitted(value: Json, type: Scalar['type'] | undefined): boolean {
  return typeof value === type || (type === 'integer' && Number.isInteger(value));
}

function isExample(key: string): boolean {
  return key === 'example' || key === 'examples' || key === 'x-example';
}

function fitOne(keyword: Keyword, { type, ...one }: Scalar | Unfitted): Json {
  const { value } = one;
  if (type !== undefined && value !== null && typeof value !== 'object') return fitScalar(keyword, { type, ...one });
  if (!isExample(keyword.key)) checkType(keyword, one);
  return value;
}

/** Reports a value of a type that the schema does not allow, and that cannot be meant as a value of an allowed one. */
function checkType({ schema, context }: Keyword, { value, where }: Pick<Scalar, 'value' | 'where'>): void {
  const type = member(schema, 'type') ?? [];
  const list = isArray(type) ? type : [type];
  const types = list.filter(isTypeName);
  // An unknown type is reported where it stands.
  if (types.length < list.length || types.some((name) => isOfType(value, name))) return;
  const nullable = context.is20 ? 'x-nullable' : 'nullable';
  if (value === null && context.is30 && member(schema, nullable) === true) return;
  context.messages.report(schemaValueMisfit, where, `${quote(value)} is no ${types.join(' or ')}`);
}

interface Scalar {
  readonly type: NonNullable<ReturnType<typeof scalarTypeOf>>;
  readonly container: object;
  readonly at: string | number;
  readonly value: Json;
  readonly where: Keyword['place'];
}

type Unfitted = Omit<Scalar, 'type'> & { readonly type: undefined };

function fitScalar({ schema, key, context }: Keyword, scalar: Scalar): Json {
  const { type, value, where } = scalar;
  const spelling = type === 'string' && typeof value !== 'string' ? spellingOf(scalar.container, scalar.at) : undefined;
  if (spelling !== undefined) {
    context.messages.report(valueNotText, where, `read as ${JSON.stringify(spelling)}`);
    return spelling;
  }
  if (isExample(key)) return value;
  const fitted = asType(value, type);
  const refusal = key === 'default' && fitted !== undefined ? refusalOf(fitted, schema) : undefined;
  const misfit = describeMisfit(fitted, value, type) ?? refusal;
  if (misfit !== undefined) context.messages.report(schemaValueMisfit, where, `${quote(value)} ${misfit}`);
  return fitted ?? value;
}

function describeMisfit(fitted: Json | undefined, value: Json, type: Scalar['type']): string | undefined {
  if (fitted === undefined) return `is no ${type}`;
  return fitted === value ? undefined : `became ${JSON.stringify(fitted)}`;
}

function quote(value: Json): string {
  return JSON.stringify(value).slice(0, 80);
}

/** The keyword beside a default that refuses it. */
function refusalOf(value: string | number | boolean, schema: Keyword['schema']): string | undefined {
  const values = member(schema, 'enum');
  if (isArray(values) && !values.some((allowed, index) => isSameText(spellingOf(values, index) ?? allowed, value)))
    return 'is not in enum';
  if (typeof value === 'string') return refusalOfLength(value, schema);
  return typeof value === 'number' ? refusalOfNumber(value, schema) : undefined;
}

function refusalOfNumber(value: number, schema: Keyword['schema']): string | undefined {
  const [least, most] = [member(schema, 'minimum'), member(schema, 'maximum')];
  if (typeof least === 'number' && value < least) return 'is below minimum';
  if (typeof most === 'number' && value > most) return 'is above maximum';
  // Limits since 3.1; before, a flag beside the limit.
  const [above, below] = [member(schema, 'exclusiveMinimum'), member(schema, 'exclusiveMaximum')];
  if (typeof above === 'number' ? value <= above : above === true && value === least)
    return 'is not above exclusiveMinimum';
  if (typeof below === 'number' ? value >= below : below === true && value === most)
    return 'is not below exclusiveMaximum';
  const factor = member(schema, 'multipleOf');
  // Divisions of fractions are not exact.
  const isWhole = typeof factor === 'number' && factor > 0 && Number.isInteger(factor) && Number.isInteger(value);
  return isWhole && value % factor !== 0 ? 'is not a multiple of multipleOf' : undefined;
}

/** A length counts characters, not UTF-16 units (JSON Schema 2020-12, section 6.3.1). */
function refusalOfLength(value: string, schema: Keyword['schema']): string | undefined {
  const [least, most] = [member(schema, 'minLength'), member(schema, 'maxLength')];
  if (typeof least !== 'number' && typeof most !== 'number') return undefined;
  const { length } = Array.from(value);
  if (typeof least === 'number' && length < least) return 'is shorter than minLength';
  return typeof most === 'number' && length > most ? 'is longer than maxLength' : undefined;
}

/** Whether two scalars are equal, or will be when both are in the type of the schema. */
function isSameText(left: Json, right: string | number | boolean): boolean {
  return (typeof left === 'object' ? undefined : String(left)) === String(right);
}
