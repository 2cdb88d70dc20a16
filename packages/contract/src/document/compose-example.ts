import { isObject, type JsonObject } from './json-object.ts';

/** Properties that examples leave out: those of other states. */
const leftOut: { readonly [schema: string]: readonly string[] } = {
  Error: ['quota'],
  Problem: ['quota', 'definition'],
  Import: ['code', 'message', 'dryRun', 'lastFailure', 'error', 'reimportId'],
  ApiKey: ['revokedAt'],
  ImportCallbackAttempt: ['error'],
  Reimport: ['reason', 'versionTemplate'],
  ReimportItem: ['error'],
  // Spectral takes an object with `default` for a schema.
  ActionHTTPParameter: ['default'],
  ActionHTTPParameterCreate: ['default'],
  TriggerHTTPParameter: ['default'],
  TriggerHTTPParameterCreate: ['default'],
};

/**
 * An example of a schema: its own, or else composed from those of its properties. Arrays have one item.
 * @param schemas the component schemas
 */
export function composeExample(schemas: JsonObject, schema: unknown, name = ''): unknown {
  if (!isObject(schema)) return null;
  const { $ref: reference, examples, enum: values, const: constant, oneOf, anyOf = oneOf } = schema;
  if (Array.isArray(examples)) return examples[0];
  if (typeof reference === 'string') {
    const target = reference.split('/').at(-1) ?? '';
    return composeExample(schemas, schemas[target], target);
  }
  if (constant !== undefined) return constant;
  if (Array.isArray(values)) return values[0];
  if (Array.isArray(anyOf)) return composeExample(schemas, anyOf[0]);
  return composeByType(schemas, schema, name);
}

function composeByType(schemas: JsonObject, schema: JsonObject, name: string): unknown {
  switch (schema['type']) {
    case 'object':
      return composeObject(schemas, schema, leftOut[name] ?? []);
    case 'array':
      return [composeExample(schemas, schema['items'])];
    case 'boolean':
      return true;
    default:
      return null;
  }
}

function composeObject(schemas: JsonObject, { properties }: JsonObject, without: readonly string[]): unknown {
  if (!isObject(properties)) return {};
  const shown = Object.entries(properties).filter(([name]) => !without.includes(name));
  return Object.fromEntries(shown.map(([name, inner]) => [name, composeExample(schemas, inner)]));
}
