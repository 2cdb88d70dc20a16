import type { ObjectGrammar, Shape, SpecVersion } from './grammar.ts';
import { count, data, flag, list, map, one, oneOf, text, url } from './shapes.ts';

const schema: Shape = one('schema');

const common: { readonly [name: string]: Shape } = {
  title: text,
  multipleOf: count,
  maximum: count,
  minimum: count,
  maxLength: count,
  minLength: count,
  pattern: oneOf('^a+$'),
  maxItems: count,
  minItems: count,
  uniqueItems: flag,
  maxProperties: count,
  minProperties: count,
  required: list(oneOf('name', 'kind')),
  enum: { values: [['a', 'b', null]] },
  allOf: list(schema),
  items: schema,
  properties: map(schema, 'name', 'kind'),
  additionalProperties: schema,
  description: text,
  format: oneOf('uuid', 'int32'),
  default: data,
  readOnly: flag,
  xml: one('xml'),
  externalDocs: one('external-documentation'),
  example: data,
};

/** Schemas of Swagger 2.0. */
export const swaggerSchema: ObjectGrammar = {
  home: '/definitions/A',
  members: {
    ...common,
    type: oneOf('string', 'object', 'array', 'integer'),
    exclusiveMaximum: flag,
    exclusiveMinimum: flag,
    discriminator: oneOf('kind'),
    'x-nullable': flag,
  },
};

/** Schemas of OpenAPI 3: those of 3.0, or JSON Schema 2020-12. */
export function jsonSchemaObject(version: Exclude<SpecVersion, '2.0'>): ObjectGrammar {
  const members = {
    ...common,
    oneOf: list(schema),
    anyOf: list(schema),
    not: schema,
    discriminator: one('discriminator'),
    writeOnly: flag,
    deprecated: flag,
  };
  if (version === '3.0') {
    return {
      home: '/components/schemas/A',
      members: {
        ...members,
        type: oneOf('string', 'object', 'array', 'integer'),
        nullable: flag,
        exclusiveMaximum: flag,
        exclusiveMinimum: flag,
      },
    };
  }
  return {
    home: '/components/schemas/A',
    members: {
      ...members,
      type: { values: ['object', ['string', 'null'], 'array', 'integer'] },
      exclusiveMaximum: count,
      exclusiveMinimum: count,
      const: data,
      examples: list(data),
      prefixItems: list(schema),
      contains: schema,
      minContains: count,
      maxContains: count,
      patternProperties: map(schema, '^x'),
      propertyNames: schema,
      dependentRequired: { values: [{ name: ['kind'] }] },
      dependentSchemas: map(schema, 'name'),
      if: schema,
      // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
      then: schema,
      else: schema,
      unevaluatedItems: schema,
      unevaluatedProperties: schema,
      contentEncoding: oneOf('base64'),
      contentMediaType: oneOf('image/png'),
      contentSchema: schema,
      $comment: text,
      $defs: map(schema, 'inner'),
      $anchor: oneOf('anchor'),
      $id: oneOf('https://example.com/schemas/one'),
      $schema: url,
      'unknown-keyword': data,
    },
    exclusive: [
      ['$id', '$anchor'],
      ['$schema', '$comment'],
    ],
  };
}
