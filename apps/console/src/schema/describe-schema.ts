/** A JSON Schema: an object, or `true` and `false`. */
export type Schema = boolean | { readonly [keyword: string]: unknown };

/** A part of a schema with the name of its place. */
export interface SchemaChild {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}

const single = { items: 'items', additionalProperties: 'other properties', contains: 'contains', not: 'not' } as const;
const lists = { allOf: 'all of', oneOf: 'one of', anyOf: 'any of', prefixItems: 'item' } as const;
const maps = { patternProperties: 'matching', $defs: '$defs', dependentSchemas: 'if it has' } as const;

/** The parts of a schema, in the order in which readers look for them: properties first. */
export function childrenOf(schema: Schema): readonly SchemaChild[] {
  if (typeof schema === 'boolean') return [];
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const found: SchemaChild[] = [];
  const add = (name: string, child: unknown, isRequired = false): void => {
    if (isSchema(child)) found.push({ name, schema: child, isRequired });
  };
  for (const [name, child] of entriesOf(schema['properties'])) add(name, child, required.includes(name));
  // `additionalProperties: false` is stated beside the type.
  for (const [keyword, name] of Object.entries(single))
    if (typeof schema[keyword] !== 'boolean') add(name, schema[keyword]);
  for (const [keyword, name] of Object.entries(lists)) {
    const list = schema[keyword];
    if (Array.isArray(list)) for (const [index, child] of list.entries()) add(`${name} ${index + 1}`, child);
  }
  for (const [keyword, name] of Object.entries(maps))
    for (const [key, child] of entriesOf(schema[keyword])) add(`${name} ${key}`, child);
  return found;
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
}

/** The type of a schema in words: `string, date-time`, `array of Pet`, `one of 3`. */
export function typeOf(schema: Schema): string {
  if (schema === true) return 'any value';
  if (schema === false) return 'no value';
  const reference = schema['$ref'];
  if (typeof reference === 'string') return nameOfReference(reference);
  const types = [schema['type'] ?? []].flat().map(String);
  const words = types.map((type) => (type === 'array' ? arrayOf(schema['items']) : type));
  const union = (['oneOf', 'anyOf', 'allOf'] as const).find((keyword) => Array.isArray(schema[keyword]));
  if (words.length === 0 && union !== undefined) words.push(wordOfUnion(union, schema[union]));
  if (words.length === 0) words.push(schema['properties'] === undefined ? 'any value' : 'object');
  const { format } = schema;
  return `${words.join(' or ')}${typeof format === 'string' ? `, ${format}` : ''}`;
}

function arrayOf(items: unknown): string {
  return isSchema(items) && items !== true ? `array of ${typeOf(items)}` : 'array';
}

function wordOfUnion(keyword: 'oneOf' | 'anyOf' | 'allOf', list: unknown): string {
  const word = { oneOf: 'one of', anyOf: 'any of', allOf: 'all of' }[keyword];
  return `${word} ${Array.isArray(list) ? list.length : 0}`;
}

const limits = [
  'const',
  'default',
  'pattern',
  'minimum',
  'exclusiveMinimum',
  'maximum',
  'exclusiveMaximum',
  'multipleOf',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
  'minProperties',
  'maxProperties',
] as const;

/** Enumerated values that are listed. */
const maxValues = 12;

/** What a schema demands beside its type, as `minimum 1` or `one of "a", "b"`. */
export function limitsOf(schema: Schema): readonly string[] {
  if (typeof schema === 'boolean') return [];
  const values = schema['enum'];
  const marks = (['readOnly', 'writeOnly', 'deprecated'] as const).filter((mark) => schema[mark] === true);
  return [
    ...(Array.isArray(values) ? [wordValues(values)] : []),
    ...limits.filter((key) => schema[key] !== undefined).map((key) => `${key} ${JSON.stringify(schema[key])}`),
    ...(schema['additionalProperties'] === false ? ['no other properties'] : []),
    ...marks,
  ];
}

function wordValues(values: readonly unknown[]): string {
  const shown = values.slice(0, maxValues).map((value) => JSON.stringify(value));
  return `${shown.join(' | ')}${values.length > maxValues ? ` | … ${values.length - maxValues} more` : ''}`;
}

/** `Pet` of `Pet.json`; `Pet.json#/properties/tag` has the place as well. */
export function nameOfReference(reference: string): string {
  const [file = '', pointer = ''] = reference.split('#', 2);
  const name = decode(
    file
      .split('/')
      .at(-1)
      ?.replace(/\.json$/, '') ?? '',
  );
  return `${name}${pointer === '' ? '' : `#${decode(pointer)}`}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The part of a schema that the fragment of a reference leads to; undefined if there is none. */
export function partAt(schema: unknown, fragment: string): Schema | undefined {
  let part = schema;
  for (const token of fragment.split('/').slice(1)) {
    const key = decode(token).replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
    part = Reflect.get(part, key);
  }
  return isSchema(part) ? part : undefined;
}

/** Where a reference leads: the address of its file, and the fragment in it. */
export function resolveReference(
  base: string,
  reference: string,
): { readonly file: string; readonly fragment: string } {
  const [file = '', fragment = ''] = reference.split('#', 2);
  if (file === '') return { file: base, fragment };
  return { file: new URL(file, new URL(base, 'https://schemas.invalid')).pathname, fragment };
}
