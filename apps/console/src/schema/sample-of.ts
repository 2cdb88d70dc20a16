import { partAt, resolveReference, type Schema } from './describe-schema.ts';

/** Reads the schema at an address. */
export type ReadSchema = (path: string) => Promise<unknown>;

/** Parts within parts that a sample goes into. */
const maxDepth = 12;

/** Properties of one object that a sample has. */
const maxProperties = 60;

interface Around {
  readonly read: ReadSchema;
  /** Address of the schema, to which its references are relative. */
  readonly base: string;
  /** The references on the way here: one that leads back ends the sample. */
  readonly path: readonly string[];
}

/** A value that a schema may allow: its example, default or first value where it has one. Cycles end. */
export async function sampleOf(schema: Schema, around: Around): Promise<unknown> {
  if (around.path.length > maxDepth) return undefined;
  if (typeof schema === 'boolean') return null;
  const given = givenValue(schema);
  if (given !== undefined) return given;
  const reference = schema['$ref'];
  if (typeof reference === 'string') return sampleOfReference(reference, around);
  const [first] = [schema['oneOf'], schema['anyOf']].find(isList) ?? [];
  if (first !== undefined && schema['properties'] === undefined) return sampleOf(first, around);
  if (isList(schema['allOf'])) return sampleOfAll(schema, schema['allOf'], around);
  switch ([schema['type'] ?? (schema['properties'] === undefined ? 'any' : 'object')].flat()[0]) {
    case 'object':
      return sampleOfObject(schema, around);
    case 'array': {
      const { items } = schema;
      if (typeof items !== 'object' || items === null) return [];
      const item = await sampleOf({ ...items }, { ...around, path: [...around.path, '[]'] });
      return item === undefined ? [] : [item];
    }
    default:
      return sampleOfScalar(schema);
  }
}

function isList(value: unknown): value is readonly Schema[] {
  return Array.isArray(value) && value.length > 0;
}

function givenValue(schema: Exclude<Schema, boolean>): unknown {
  const { example, examples, const: constant, default: standard, enum: values } = schema;
  const first = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);
  return example ?? first(examples) ?? constant ?? standard ?? first(values);
}

async function sampleOfReference(reference: string, around: Around): Promise<unknown> {
  const { file, fragment } = resolveReference(around.base, reference);
  const target = `${file}#${fragment}`;
  if (around.path.includes(target)) return undefined;
  const part = partAt(await around.read(file), fragment);
  return part === undefined ? null : sampleOf(part, { ...around, base: file, path: [...around.path, target] });
}

async function sampleOfAll(
  schema: Exclude<Schema, boolean>,
  branches: readonly Schema[],
  around: Around,
): Promise<unknown> {
  const parts = await Promise.all(branches.map((branch) => sampleOf(branch, around)));
  const objects = parts.filter((part) => typeof part === 'object' && part !== null);
  if (objects.length === 0) return parts[0];
  return Object.assign({}, ...objects, await sampleOfObject(schema, around));
}

async function sampleOfObject(schema: Exclude<Schema, boolean>, around: Around): Promise<unknown> {
  const properties = Object.entries(Object(schema['properties'])).slice(0, maxProperties);
  const made: { [name: string]: unknown } = {};
  for (const [name, child] of properties) {
    const isReadOnly = typeof child === 'object' && child !== null && Reflect.get(child, 'readOnly') === true;
    if (isReadOnly) continue;
    const inner = typeof child === 'object' && child !== null ? { ...child } : true;
    const value = await sampleOf(inner, { ...around, path: [...around.path, `.${name}`] });
    if (value !== undefined) made[name] = value;
  }
  return made;
}

const formats: { readonly [format: string]: string } = {
  date: '2026-01-31',
  'date-time': '2026-01-31T09:30:00Z',
  time: '09:30:00Z',
  email: 'user@example.com',
  uuid: '3fa85f64-5717-4562-b3fc-2c963f66afa6',
  uri: 'https://example.com',
  ipv4: '192.0.2.1',
};

function sampleOfScalar({ type, format, minimum }: Exclude<Schema, boolean>): unknown {
  switch ([type].flat()[0]) {
    case 'integer':
    case 'number':
      return typeof minimum === 'number' ? minimum : 1;
    case 'boolean':
      return true;
    case 'string':
      return formats[String(format)] ?? 'text';
    default:
      return null;
  }
}
