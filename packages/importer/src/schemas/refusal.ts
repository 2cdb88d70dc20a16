import { isArray, isObject, type Json, type JsonObject } from '@connectory/json';
import { member } from '../json/members.ts';
import { spellingOf } from '../json/spellings.ts';
import { refusalOfFormat } from './format-refusal.ts';
import { matchesSimplePattern } from './simple-pattern.ts';

/** The keyword of a schema that refuses a value of its type, as a message says it. @param isTyped whether the schema states types. */
export function refusalOf(value: Json, schema: JsonObject, isTyped: boolean): string | undefined {
  const refusal = refusalOfValues(value, schema, isTyped);
  if (refusal !== undefined) return refusal;
  if (typeof value === 'string') return refusalOfLength(value, schema) ?? refusalOfText(value, schema);
  if (typeof value === 'number') return refusalOfNumber(value, schema);
  return isArray(value) ? refusalOfItems(value, schema) : undefined;
}

/** An enumeration is put into the type of the schema as well, so that texts are compared. */
function refusalOfValues(value: Json, schema: JsonObject, isTyped: boolean): string | undefined {
  // Many documents leave null out of the values of a nullable schema.
  if (value === null && isTyped) return undefined;
  const [values, constant] = [member(schema, 'enum'), member(schema, 'const')];
  if (constant !== undefined && !isSame(constant, value, isTyped)) return 'is not const';
  if (!isArray(values) || values.length === 0) return undefined;
  return isListed(value, values, isTyped) ? undefined : 'is not in enum';
}

/** A text is compared with the values as they were spelt. */
function isListed(value: Json, values: readonly Json[], isTyped: boolean): boolean {
  if (values.length >= manyValues && typeof value !== 'object') {
    const { exact, texts } = indexOf(values, typeof value === 'string');
    return exact.has(value) || (isTyped && texts.has(String(value)));
  }
  if (values.length > maxCompared) return true;
  return values.some((allowed, index) => isSame(spellingIn(values, index, value) ?? allowed, value, isTyped));
}

/** Number of values with which an object or list is compared. Of more, nothing is said. */
const maxCompared = 100;

function spellingIn(values: readonly Json[], index: number, value: Json): string | undefined {
  return typeof value === 'string' ? spellingOf(values, index) : undefined;
}

/** Number of values from which scalars are looked up: many defaults may refer to the same enumeration. */
const manyValues = 100;

/** The scalars of an enumeration, and their texts. */
interface ScalarIndex {
  readonly exact: ReadonlySet<Json>;
  readonly texts: ReadonlySet<string>;
}

const spelledIndexes = new WeakMap<readonly Json[], ScalarIndex>();
const plainIndexes = new WeakMap<readonly Json[], ScalarIndex>();

/** @param isSpelled whether numbers and booleans count as they were spelt. */
function indexOf(values: readonly Json[], isSpelled: boolean): ScalarIndex {
  const indexes = isSpelled ? spelledIndexes : plainIndexes;
  const known = indexes.get(values);
  if (known !== undefined) return known;
  const compared = values.map((value, index) => (isSpelled ? (spellingOf(values, index) ?? value) : value));
  const scalars = compared.filter((value) => typeof value !== 'object' || value === null);
  const made = { exact: new Set(scalars), texts: new Set(scalars.map(String)) };
  indexes.set(values, made);
  return made;
}

/** Whether two values are equal, or will be when both are in the types of the schema. */
function isSame(left: Json, right: Json, isTyped: boolean): boolean {
  if (isArray(left))
    return (
      isArray(right) &&
      left.length === right.length &&
      left.every((item, at) => isSame(item, right[at] ?? null, isTyped))
    );
  if (isObject(left)) {
    const keys = Object.keys(left);
    if (!isObject(right) || keys.length !== Object.keys(right).length) return false;
    return keys.every((key) => Object.hasOwn(right, key) && isSame(left[key] ?? null, right[key] ?? null, isTyped));
  }
  return left === right || (isTyped && typeof right !== 'object' && String(left) === String(right));
}

function refusalOfNumber(value: number, schema: JsonObject): string | undefined {
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
  if (isWhole && value % factor !== 0) return 'is not a multiple of multipleOf';
  return refusalOfFormat(value, member(schema, 'format'));
}

/** A length counts characters, not UTF-16 units (JSON Schema 2020-12, section 6.3.1). */
function refusalOfLength(value: string, schema: JsonObject): string | undefined {
  const [least, most] = [member(schema, 'minLength'), member(schema, 'maxLength')];
  if (typeof least !== 'number' && typeof most !== 'number') return undefined;
  const { length } = Array.from(value);
  if (typeof least === 'number' && length < least) return 'is shorter than minLength';
  return typeof most === 'number' && length > most ? 'is longer than maxLength' : undefined;
}

function refusalOfText(value: string, schema: JsonObject): string | undefined {
  const pattern = member(schema, 'pattern');
  if (typeof pattern === 'string' && matchesSimplePattern(value, pattern) === false) return 'does not match pattern';
  return refusalOfFormat(value, member(schema, 'format'));
}

function refusalOfItems({ length }: readonly Json[], schema: JsonObject): string | undefined {
  const [least, most] = [member(schema, 'minItems'), member(schema, 'maxItems')];
  if (typeof least === 'number' && length < least) return 'has fewer items than minItems';
  return typeof most === 'number' && length > most ? 'has more items than maxItems' : undefined;
}
