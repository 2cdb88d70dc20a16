import type { JsonObject } from '@connectory/json';
import { describe, expect, it } from 'vitest';
import { importDocument, type Json } from '../src/index.ts';
import type { SpecVersion } from '../src/members/member-table.ts';
import { createMessageCollector } from '../src/messages/message-collector.ts';
import { checkStructure } from '../src/structure/check-structure.ts';
import { parsed } from './parsed.ts';

function violationsOf(root: Json, version: SpecVersion): readonly string[] {
  const messages = createMessageCollector([]);
  checkStructure(root as JsonObject, version, messages);
  return messages.finish(() => new Map()).messages.flatMap(({ detail }) => detail);
}

const info = { title: 'T', version: '1' };
const ok = { '204': { description: 'Done' } };

describe('A violation', () => {
  it.each<[string, SpecVersion, JsonObject, string]>([
    [
      'two members that exclude each other',
      '3.1',
      {
        openapi: '3.1.0',
        info: { ...info, license: { name: 'A', identifier: 'A', url: 'https://a.example.com' } },
        paths: {},
      },
      '/info/license: has members or entries that exclude each other',
    ],
    [
      'members of which one is needed',
      '3.1',
      { openapi: '3.1.0', info },
      "(root): must have 'paths' or 'components' or 'webhooks'",
    ],
    [
      'the values of a choice',
      '3.0',
      {
        openapi: '3.0.3',
        info,
        paths: { '/a': { get: { parameters: [{ name: 'p', in: 'body', schema: {} }], responses: ok } } },
      },
      '/paths/~1a/get/parameters/0/in: must be equal to one of the allowed values: "path", "query", "header", "cookie"',
    ],
    [
      'a member beside the reference of a path item',
      '3.1',
      { openapi: '3.1.0', info, paths: { '/a': { $ref: '#/components/pathItems/P', gett: {} } } },
      '/paths/~1a: must NOT have unevaluated properties: "gett"',
    ],
    [
      'objects in later files of the walk, such as headers of encodings',
      '3.1',
      {
        openapi: '3.1.0',
        info,
        components: {
          requestBodies: {
            B: {
              content: {
                'multipart/form-data': { encoding: { f: { headers: { X: { schema: {}, descripton: 'x' } } } } },
              },
            },
          },
        },
      },
      '/components/requestBodies/B/content/multipart~1form-data/encoding/f/headers/X: must NOT have unevaluated properties: "descripton"',
    ],
  ])('names %s', (_what, version, root, expected) => {
    expect(violationsOf(root, version)).toEqual([expected]);
  });
});

describe('The violations of one object', () => {
  it.each<[string, SpecVersion, JsonObject, readonly string[]]>([
    [
      'at several places',
      '3.1',
      {
        openapi: '3.1.0',
        info,
        paths: { '/a': { get: { tags: 'a', deprecated: 'yes', responses: ok, parameters: [{ name: 'n', in: 'q' }] } } },
      },
      [
        '/paths/~1a/get/tags: must be array',
        '/paths/~1a/get/deprecated: must be boolean',
        "/paths/~1a/get/parameters/0: must have 'schema' or 'content'",
        '/paths/~1a/get/parameters/0/in: must be equal to one of the allowed values: "query", "header", "path", "cookie"',
      ],
    ],
    [
      'that lacks members and has unknown ones',
      '3.0',
      { openapi: '3.0.3', info: { titel: 'T', versions: '1' }, paths: {} },
      [
        '/info: must have required property \'title\'; must have required property \'version\'; must NOT have additional properties: "titel", "versions"',
      ],
    ],
    [
      'of which unknown members are certain',
      '3.1',
      {
        openapi: '3.1.0',
        info: { ...info, foo: 1, __proto__x: 2 },
        paths: { '/a': { get: { responses: ok, gone: 1 } } },
      },
      [
        '/info: must NOT have unevaluated properties: "foo", "__proto__x"',
        '/paths/~1a/get: must NOT have unevaluated properties: "gone"',
      ],
    ],
    [
      'of which a condition failed, whose members are none',
      '3.1',
      {
        openapi: '3.1.0',
        info,
        components: { securitySchemes: { a: { type: 'apiKey', in: 'header' }, b: { type: 'oauth2', flows: {} } } },
      },
      ["/components/securitySchemes/a: must have required property 'name'"],
    ],
    [
      'of which some are those of items that a list may not have',
      '3.2',
      {
        openapi: '3.2.0',
        info,
        paths: {
          '/a': {
            get: {
              responses: ok,
              parameters: [
                { name: 'a', in: 'querystring', content: { 'a/b': {} } },
                { name: 'b', in: 'query', schema: {} },
                { name: 'c', in: 'querystring', content: { 'a/b': {} } },
              ],
            },
          },
        },
      },
      ['/paths/~1a/get/parameters: has members or entries that exclude each other'],
    ],
    [
      'of which a choice says less than others',
      '3.0',
      { openapi: '3.0.3', info, paths: {}, components: { securitySchemes: { a: { type: 'http' } } } },
      ["/components/securitySchemes/a: must have required property 'scheme'"],
    ],
    [
      'in Swagger 2.0',
      '2.0',
      {
        swagger: '2.0',
        info,
        servers: [],
        components: {},
        paths: { '/a': { summary: 's', get: { requestBody: {} } } },
      },
      [
        '(root): must NOT have additional properties: "servers", "components"',
        '/paths/~1a: must NOT have additional properties: "summary"',
        '/paths/~1a/get: must have required property \'responses\'; must NOT have additional properties: "requestBody"',
      ],
    ],
  ])('are all reported: %s', (_what, version, root, expected) => {
    expect(violationsOf(root, version)).toEqual(expected);
  });
});

describe('A member of `xml` that `nodeType` replaces', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    ['3.2.0', { attribute: true, nodeType: 'attribute' }, ['attribute']],
    ['3.2.0', { wrapped: true, attribute: false, nodeType: 'element' }, ['attribute, wrapped']],
    ['3.2.0', { nodeType: 'element', name: 'a' }, []],
    ['3.2.0', { wrapped: true }, []],
    ['3.1.0', { attribute: true, nodeType: 'attribute' }, []],
  ])('is a violation beside it: %s, %j', (openapi, xml, expected) => {
    const outcome = importDocument(parsed({ openapi, info, components: { schemas: { A: { type: 'string', xml } } } }));
    const messages = outcome.ok ? outcome.model.messages : [];
    const violations = messages.filter(({ code }) => code === 'SCHEMA_VIOLATION').flatMap(({ detail }) => detail);
    expect(violations).toEqual(
      expected.map((names) => `/components/schemas/A/xml: must NOT have beside 'nodeType': ${names}`),
    );
  });
});

describe('Members that published schemas wrongly refuse', () => {
  it.each<[string, SpecVersion, JsonObject]>([
    [
      'constants of any type as parameters of a link',
      '3.1',
      { openapi: '3.1.0', info, components: { links: { L: { operationId: 'a', parameters: { p: 1, q: null } } } } },
    ],
    [
      'extensions among callbacks',
      '3.1',
      {
        openapi: '3.1.0',
        info,
        components: { callbacks: { C: { 'x-note': 'words', '{$request.body#/url}': { post: {} } } } },
      },
    ],
    ['a patch version with two digits', '3.0', { openapi: '3.0.10', info, paths: {} }],
  ])('are no violation: %s', (_what, version, root) => {
    expect(violationsOf(root, version)).toEqual([]);
  });
});

describe('The structure of Swagger 2.0', () => {
  const swagger = (rest: JsonObject): JsonObject => ({ swagger: '2.0', info, paths: {}, ...rest });

  it.each<[string, JsonObject]>([
    [
      'of parameters in every place',
      swagger({
        paths: {
          '/a/{id}': {
            parameters: [{ name: 'id', in: 'path', required: true, type: 'string', pattern: '^a' }],
            post: {
              consumes: ['multipart/form-data'],
              parameters: [
                { name: 'f', in: 'formData', type: 'file' },
                {
                  name: 'q',
                  in: 'query',
                  type: 'array',
                  items: { type: 'integer', enum: [1, 2] },
                  collectionFormat: 'multi',
                },
                { name: 'X', in: 'header', type: 'number', minimum: 0, exclusiveMinimum: true, 'x-note': null },
                { $ref: '#/parameters/B' },
              ],
              responses: {
                default: { description: 'ok', headers: { X: { type: 'integer' } }, schema: { type: 'file' } },
                'x-note': 1,
              },
            },
          },
        },
        parameters: { B: { name: 'b', in: 'body', schema: { type: 'object' } } },
      }),
    ],
    [
      'of security definitions',
      swagger({
        securityDefinitions: {
          b: { type: 'basic' },
          k: { type: 'apiKey', in: 'query', name: 'k' },
          o: {
            type: 'oauth2',
            flow: 'accessCode',
            authorizationUrl: 'https://a.example.com',
            tokenUrl: 'https://t.example.com',
            scopes: { r: 'Read', 'x-order': 1 },
          },
        },
      }),
    ],
  ])('is right %s', (_what, root) => expect(violationsOf(root, '2.0')).toEqual([]));

  it.each<[string, JsonObject, string]>([
    ['a member of OpenAPI 3', swagger({ components: {} }), '(root): must NOT have additional properties: "components"'],
    [
      'a parameter in no place',
      swagger({ parameters: { P: { name: 'p', in: 'cookie', type: 'string' } } }),
      '/parameters/P/in: must be equal to one of the allowed values: "body", "header", "formData", "query", "path"',
    ],
    [
      'a body without schema',
      swagger({ parameters: { P: { name: 'p', in: 'body' } } }),
      "/parameters/P: must have required property 'schema'",
    ],
    [
      'a flow without its URL',
      swagger({ securityDefinitions: { o: { type: 'oauth2', flow: 'implicit', scopes: {} } } }),
      "/securityDefinitions/o: must have required property 'authorizationUrl'",
    ],
    [
      'items of items',
      swagger({
        parameters: {
          P: { name: 'p', in: 'query', type: 'array', items: { type: 'array', items: { type: 'object' } } },
        },
      }),
      '/parameters/P/items/items/type: must be equal to one of the allowed values: "string", "number", "integer", "boolean", "array"',
    ],
  ])('names %s', (_what, root, expected) => expect(violationsOf(root, '2.0')).toEqual([expected]));
});
