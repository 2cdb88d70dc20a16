import { z } from 'zod';
import { apiOperations } from '../openapi/operations.ts';
import { describeForm } from './describe-form.ts';
import { isObject, type JsonObject } from './json-object.ts';

/** The schemas of all wire types as OpenAPI 3.1 components, by name. */
export function componentSchemas(): JsonObject {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    uri: (id) => `#/components/schemas/${id}`,
    unrepresentable: 'any',
    io: 'input',
  });
  const named = Object.entries(schemas).map(([id, schema]) => [id, clean(schema)] as const);
  const components: JsonObject = { ...Object.fromEntries(named), ...formSchemas() };
  return Object.fromEntries(Object.entries(components).map(([id, schema]) => [id, discriminate(components, schema)]));
}

/** The bodies of uploads. */
function formSchemas(): JsonObject {
  const metadata = apiOperations.flatMap(({ multipartMetadata = [] }) => multipartMetadata);
  return Object.fromEntries(metadata.map(describeForm).map(({ name, schema }) => [name, schema]));
}

/** Removes keywords that the converter adds and no client needs. */
function clean(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(clean);
  if (!isObject(schema)) return schema;
  const entries = Object.entries(schema).filter(([keyword, value]) => !isNeedless(schema, keyword, value));
  return Object.fromEntries(
    entries.map(([keyword, value]) => [keyword, dataKeywords.has(keyword) ? value : clean(value)]),
  );
}

/** Keywords whose values are data, not schemas. */
const dataKeywords: ReadonlySet<string> = new Set(['examples', 'default', 'enum', 'const']);

function isNeedless(schema: JsonObject, keyword: string, value: unknown): boolean {
  switch (keyword) {
    case '$schema':
    case '$id':
      return true;
    case 'id':
      return typeof value === 'string';
    case 'additionalProperties':
      // Objects are open by default. Generators make an index signature of an explicit `{}`.
      return 'properties' in schema && isObject(value) && Object.keys(value).length === 0;
    case 'minimum':
    case 'maximum':
      return Math.abs(Number(value)) === Number.MAX_SAFE_INTEGER;
    case 'pattern':
      // The pattern of a time is long, and less clear than its format.
      return schema['format'] === 'date-time';
    default:
      return false;
  }
}

/** Adds the mapping to a discriminator: the constant of each branch and its component. */
function discriminate(components: JsonObject, schema: unknown): unknown {
  if (!isObject(schema) || typeof schema['discriminator'] !== 'string') return schema;
  const { anyOf, oneOf = anyOf, discriminator: propertyName, ...rest } = schema;
  if (!Array.isArray(oneOf)) throw new Error(`a discriminator ${propertyName} without a union`);
  const mapping = oneOf.map((branch: unknown) => {
    const reference = isObject(branch) ? String(branch['$ref']) : '';
    return [String(constantOf(components[reference.split('/').at(-1) ?? ''], propertyName)), reference];
  });
  return { ...rest, oneOf, discriminator: { propertyName, mapping: Object.fromEntries(mapping) } };
}

function constantOf(schema: unknown, name: string): unknown {
  const properties = isObject(schema) ? schema['properties'] : undefined;
  const property = isObject(properties) ? properties[name] : undefined;
  if (!isObject(property) || typeof property['const'] !== 'string')
    throw new Error(`a branch without a constant ${name}`);
  return property['const'];
}
