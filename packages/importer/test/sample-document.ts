import type { Json, JsonObject } from '@connectory/json';
import type { ObjectKind, SpecVersion } from '../src/members/member-table.ts';
import { tablesOf } from '../src/members/tables-of.ts';
import { readPublishedKinds } from './published-kinds.ts';

const booleans =
  /^(required|deprecated|explode|allowReserved|allowEmptyValue|attribute|wrapped|uniqueItems|exclusiveM(in|ax)imum)$/;
const numbers = /^((min|max)(imum|Length|Items)|multipleOf)$/;

/** Values of members that decide what an object is, by kind and name. All others may be any text. */
const chosen: { readonly [member: string]: Json } = {
  'parameter/in': 'query',
  'parameter/style': 'form',
  'header/style': 'simple',
  'encoding/style': 'form',
  'security-scheme/type': 'oauth2',
  'security-scheme/in': 'header',
  'server/url': 'https://{v*}.example.com',
  'server-variable/enum': ['one', 'two'],
  'server-variable/default': 'one',
  'operation/tags': ['pets', 'cats'],
  'oauth-flow/authorizationUrl': 'https://example.com/authorize',
  'oauth-flow/tokenUrl': 'https://example.com/token',
  'oauth-flow/scopes': { read: 'Read all' },
  'link/parameters': { id: '$response.body#/id' },
  'link/requestBody': { any: ['data'] },
  'example/value': { any: ['data', null] },
  'example/dataValue': { any: 1 },
};

/** Keywords of JSON Schema and of OpenAPI with a value each that is valid on its own. */
const schemaKeywords: JsonObject = {
  title: 'T',
  description: 'D',
  type: 'object',
  format: 'f',
  default: { a: 1 },
  enum: [{ a: 1 }, { a: 2 }],
  multipleOf: 2,
  maximum: 9,
  minimum: 1,
  maxLength: 9,
  minLength: 1,
  pattern: '^a$',
  maxItems: 9,
  minItems: 1,
  uniqueItems: true,
  maxProperties: 9,
  minProperties: 1,
  required: ['a'],
  properties: { a: { type: 'string' }, b: { type: 'integer', readOnly: true } },
  additionalProperties: { type: 'boolean' },
  items: { type: 'number' },
  allOf: [{ title: 'all' }],
  oneOf: [{ title: 'one' }],
  anyOf: [{ title: 'any' }],
  not: { type: 'null' },
  readOnly: true,
  writeOnly: true,
  deprecated: true,
  example: { any: 'data' },
  externalDocs: { url: 'https://example.com', description: 'More' },
  xml: { name: 'n', namespace: 'https://example.com/x', prefix: 'p', attribute: true, wrapped: true },
  discriminator: { propertyName: 'a', mapping: { x: '#/components/schemas/Leaf' } },
  'x-schema': { any: 'extension' },
};

const schemaKeywordsFrom31: JsonObject = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  $id: 'https://example.com/full',
  $anchor: 'full',
  $comment: 'c',
  $defs: { d: { type: 'string' } },
  const: { a: 1 },
  examples: [{ any: 'data' }],
  if: { title: 'if' },
  // oxlint-disable-next-line unicorn/no-thenable -- a keyword of JSON Schema
  then: { title: 'then' },
  else: { title: 'else' },
  prefixItems: [{ title: 'first' }],
  contains: { title: 'contains' },
  minContains: 1,
  maxContains: 2,
  exclusiveMinimum: 0,
  exclusiveMaximum: 10,
  dependentRequired: { a: ['b'] },
  dependentSchemas: { a: { title: 'dependent' } },
  patternProperties: { '^p': { title: 'pattern' } },
  propertyNames: { maxLength: 20 },
  unevaluatedItems: { title: 'ui' },
  unevaluatedProperties: { title: 'up' },
  contentEncoding: 'base64',
  contentMediaType: 'text/plain',
  contentSchema: { title: 'content' },
};

/**
 * A document that uses every member of every kind of object that the published schema of a version describes, with extensions. Each
 * kind is written out in full where it is met first, so that the document stays small.
 */
export function sampleDocument(version: SpecVersion): JsonObject {
  const tables = tablesOf(version);
  const kinds = readPublishedKinds(version, new Set([...Object.keys(tables), 'schema']));
  const written = new Set<string>();
  let count = 0;
  const text = (name: string): string => `${name} ${(count += 1)}`;
  const sampleOf = (lead: string): Json => {
    const kind = lead.replace(/[[{].*$/, '');
    const one = kind === 'schema' ? sampleSchema() : sampleObject(kind as ObjectKind);
    if (lead.endsWith('[]')) return [one];
    return lead.endsWith('{}') ? { [nameIn(kind)]: one } : one;
  };
  const sampleSchema = (): Json => {
    if (written.has('schema')) return { $ref: `#/${version === '2.0' ? 'definitions' : 'components/schemas'}/Leaf` };
    written.add('schema');
    const exclusive = { exclusiveMinimum: true, exclusiveMaximum: true, nullable: true };
    return { ...schemaKeywords, ...(version === '3.0' || version === '2.0' ? exclusive : schemaKeywordsFrom31) };
  };
  const sampleObject = (kind: ObjectKind): Json => {
    const { members, leads } = kinds.get(kind) ?? { members: new Set<string>(), leads: new Map<string, string>() };
    const isFirst = !written.has(kind);
    written.add(kind);
    const object: { [name: string]: Json } = {};
    for (const name of members) {
      if (name === '$ref' || (!isFirst && leads.has(name))) continue;
      object[name] = chosen[`${kind}/${name}`] ?? memberValue(kind, name, leads.get(name));
    }
    const others = leads.get('*');
    if (others !== undefined) object[otherKey(kind)] = sampleOf(others);
    if (kind !== 'security-requirement') object[`x-${kind}`] = { extension: [text('x')] };
    return object;
  };
  const memberValue = (kind: string, name: string, lead: string | undefined): Json => {
    if (lead !== undefined) return sampleOf(lead);
    if (booleans.test(name)) return true;
    if (numbers.test(name)) return (count += 1);
    return text(`${kind} ${name}`);
  };
  const document = sampleObject('document') as JsonObject;
  return withLeaf(version === '2.0' ? { ...document, swagger: '2.0' } : { ...document, openapi: `${version}.0` });
}

/** Keys of maps: of those whose keys mean something, one that does. */
function otherKey(kind: ObjectKind): string {
  if (kind === 'paths') return '/things/{id}';
  return kind === 'responses' ? '404' : '{$request.body#/url}';
}

function nameIn(kind: string): string {
  if (kind === 'media-type') return 'application/json';
  return kind === 'server-variable' ? 'v*' : `the-${kind}`;
}

function withLeaf(document: JsonObject): JsonObject {
  const leaf: JsonObject = { Leaf: { type: 'string' } };
  if ('definitions' in document)
    return { ...document, definitions: { ...(document['definitions'] as JsonObject), ...leaf } };
  const components = document['components'] as { readonly schemas?: JsonObject };
  return { ...document, components: { ...components, schemas: { ...components.schemas, ...leaf } } };
}
