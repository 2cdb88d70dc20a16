import { isObject, type JsonObject } from './json-object.ts';

/**
 * An example of a schema: its own, or else composed from those of its properties. Arrays have one item.
 * @param schemas the component schemas
 */
export function composeExample(schemas: JsonObject, schema: unknown): unknown {
  if (!isObject(schema)) return null;
  const { $ref: reference, examples, enum: values, const: constant, type } = schema;
  if (Array.isArray(examples)) return examples[0];
  if (typeof reference === 'string') return composeExample(schemas, schemas[reference.split('/').at(-1) ?? '']);
  if (constant !== undefined) return constant;
  if (Array.isArray(values)) return values[0];
  const [branch] = [schema['oneOf'] ?? schema['anyOf'] ?? []].flat();
  if (branch !== undefined) return composeExample(schemas, branch);
  switch (type) {
    case 'object':
      return composeObject(schemas, schema);
    case 'array':
      return [composeExample(schemas, schema['items'])];
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function composeObject(schemas: JsonObject, { properties }: JsonObject): unknown {
  if (!isObject(properties)) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, composeExample(schemas, inner)]));
}
