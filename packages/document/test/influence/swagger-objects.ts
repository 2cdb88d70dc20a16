import type { ObjectGrammar, Shape } from './grammar.ts';
import { swaggerSchema } from './schema-objects.ts';
import { count, data, flag, list, map, one, oneOf, text, url } from './shapes.ts';

const mediaTypes = list(oneOf('application/json', 'application/xml'));
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'];

const limits: { readonly [name: string]: Shape } = {
  format: oneOf('uuid', 'int32'),
  items: one('items'),
  collectionFormat: oneOf('csv', 'pipes', 'tsv', 'ssv'),
  default: oneOf(1, 'a'),
  maximum: count,
  exclusiveMaximum: flag,
  minimum: count,
  exclusiveMinimum: flag,
  maxLength: count,
  minLength: count,
  pattern: oneOf('^a+$'),
  maxItems: count,
  minItems: count,
  uniqueItems: flag,
  enum: { values: [['a', 'b']] },
  multipleOf: count,
};
const simple = ['type', ...Object.keys(limits)];
const simpleType = oneOf('string', 'array', 'integer', 'boolean');

/** The objects of Swagger 2.0. */
export const swaggerObjects: { readonly [kind: string]: ObjectGrammar } = {
  document: {
    required: ['info', 'paths', 'host', 'schemes', 'definitions', 'parameters', 'responses', 'securityDefinitions'],
    members: {
      info: one('info'),
      host: oneOf('api.example.com'),
      basePath: oneOf('/v1'),
      schemes: list(oneOf('https', 'http')),
      consumes: mediaTypes,
      produces: mediaTypes,
      paths: one('paths'),
      definitions: map(one('schema'), 'A', 'B'),
      parameters: map(one('parameter'), 'A'),
      responses: map(one('response'), 'A'),
      securityDefinitions: map(one('security-scheme'), 'key', 'flow'),
      security: list(one('security-requirement')),
      tags: list(one('tag')),
      externalDocs: one('external-documentation'),
    },
  },
  info: {
    required: ['title', 'version'],
    members: {
      title: text,
      description: text,
      termsOfService: text,
      contact: one('contact'),
      license: one('license'),
      version: oneOf('1.2.3'),
      'x-logo': oneOf({ url: 'https://example.com/logo.png' }),
    },
  },
  contact: { members: { name: text, url, email: oneOf('a@example.com') } },
  license: { required: ['name'], members: { name: text, url } },
  paths: {
    required: ['/things', '/things/{id}'],
    members: { '/things': one('path-item'), '/things/{id}': one('path-item') },
  },
  'path-item': {
    members: {
      ...Object.fromEntries(methods.map((method) => [method, one('operation')])),
      parameters: list(one('parameter')),
    },
  },
  operation: {
    required: ['responses'],
    members: {
      tags: list(oneOf('pets', 'shops')),
      summary: text,
      description: text,
      externalDocs: one('external-documentation'),
      operationId: oneOf('operation'),
      consumes: mediaTypes,
      produces: mediaTypes,
      parameters: list(one('parameter')),
      responses: one('responses'),
      schemes: list(oneOf('http', 'https')),
      deprecated: flag,
      security: list(one('security-requirement')),
    },
  },
  'external-documentation': { required: ['url'], members: { description: text, url } },
  parameter: {
    home: '/parameters/A',
    required: ['name', 'schema', 'type'],
    members: {
      name: oneOf('id', 'limit', 'X-Trace'),
      in: text,
      description: text,
      required: oneOf(true),
      schema: one('schema'),
      type: simpleType,
      allowEmptyValue: flag,
      ...limits,
    },
    forms: [
      { fixed: { in: 'query' }, members: ['name', 'description', 'required', 'allowEmptyValue', ...simple] },
      { fixed: { in: 'header' }, members: ['name', 'description', 'required', ...simple] },
      { fixed: { in: 'body' }, members: ['name', 'description', 'required', 'schema'] },
      { fixed: { in: 'formData' }, members: ['name', 'description', 'required', 'allowEmptyValue', ...simple] },
      { fixed: { in: 'path', required: true }, members: ['name', 'description', ...simple] },
    ],
  },
  items: { required: ['type'], members: { type: simpleType, ...limits } },
  responses: {
    required: ['200'],
    members: { '200': one('response'), '404': one('response'), default: one('response') },
  },
  response: {
    home: '/responses/A',
    required: ['description'],
    members: {
      description: text,
      schema: one('schema'),
      headers: map(one('header'), 'X-Rate'),
      examples: oneOf({ 'application/json': { id: 1 } }),
    },
  },
  header: { required: ['type'], members: { description: text, type: simpleType, ...limits } },
  tag: {
    required: ['name'],
    members: { name: oneOf('pets', 'shops'), description: text, externalDocs: one('external-documentation') },
  },
  'security-requirement': {
    isExtensible: false,
    members: { key: { values: [[]] }, flow: list(oneOf('read', 'write')) },
  },
  'security-scheme': {
    members: {
      type: text,
      description: text,
      name: oneOf('X-Key'),
      in: oneOf('header', 'query'),
      flow: text,
      authorizationUrl: url,
      tokenUrl: url,
      scopes: oneOf({ read: 'Read things', write: 'Write things' }),
    },
    forms: [
      { fixed: { type: 'apiKey' }, members: ['description', 'name', 'in'] },
      {
        fixed: { type: 'oauth2', flow: 'accessCode' },
        members: ['description', 'authorizationUrl', 'tokenUrl', 'scopes'],
      },
      { fixed: { type: 'basic' }, members: ['description'] },
      { fixed: { type: 'oauth2', flow: 'implicit' }, members: ['description', 'authorizationUrl', 'scopes'] },
    ],
  },
  schema: swaggerSchema,
  xml: { members: { name: text, namespace: url, prefix: oneOf('p'), attribute: flag, wrapped: flag } },
  reference: { members: { description: text, 'x-sibling': data } },
};
