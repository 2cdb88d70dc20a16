import type { ImportOptions, Json } from '../src/index.ts';

/** Returns a document to which a rule applies the given number of times. */
export type RuleCase = (offenders: number) => Json;

type Members = { readonly [key: string]: Json };

const done: Json = { '204': { description: 'Done' } };

function document(members: Members, openapi = '3.1.0'): Json {
  return { openapi, info: { title: 'A', version: '1' }, servers: [{ url: 'https://a.example' }], ...members };
}

/** Members with the given number of offenders, beside one that is fine. */
function entries(offenders: number, offender: (index: number) => Json, fine?: Json): Members {
  const list = Array.from({ length: offenders }, (_, index): [string, Json] => [`k${index}`, offender(index)]);
  return Object.fromEntries(fine === undefined ? list : [['fine', fine], ...list]);
}

function withSchemas(components: Members, openapi?: string): Json {
  return document({ paths: {}, components: { schemas: components } }, openapi);
}

function schemas(offender: Json, fine: Json, openapi?: string): RuleCase {
  return (offenders) =>
    withSchemas(
      entries(offenders, () => offender, fine),
      openapi,
    );
}

function withPaths(items: Members, components: Json = {}, openapi?: string): Json {
  const paths = Object.keys(items).map((key): [string, Json] => [`/${key}`, items[key] ?? null]);
  return document({ paths: Object.fromEntries(paths), components }, openapi);
}

function operations(
  offender: (index: number) => Json,
  fine: Json,
  components: (offenders: number) => Json = () => ({}),
  openapi?: string,
): RuleCase {
  return (offenders) =>
    withPaths(
      entries(offenders, (index) => ({ get: offender(index) }), { get: fine }),
      components(offenders),
      openapi,
    );
}

/** Paths by their templates, beside one that is fine. */
function withTemplates(fine: string, offender: (index: number) => string): RuleCase {
  return (offenders) => {
    const templates = [fine, ...Array.from({ length: offenders }, (_, index) => offender(index))];
    return document({
      paths: Object.fromEntries(templates.map((path) => [path, { get: { operationId: path, responses: done } }])),
    });
  };
}

const tokenUrl = 'https://a.example/token';

const fineOperation: Json = { operationId: 'fine', responses: done };

function operation(members: Members): (index: number) => Json {
  return (index) => ({ operationId: `o${index}`, responses: done, ...members });
}

function parameters(offender: Json): RuleCase {
  return operations(operation({ parameters: [offender] }), fineOperation);
}

function responses(offender: Members): RuleCase {
  return operations(operation({ responses: offender }), fineOperation);
}

function pathItems(offender: Json): RuleCase {
  return (offenders) => withPaths(entries(offenders, () => offender, { get: fineOperation }));
}

function security(offender: Json): RuleCase {
  return (offenders) =>
    document({
      paths: {},
      components: { securitySchemes: entries(offenders, () => offender, { type: 'http', scheme: 'basic' }) },
    });
}

function flow(name: string, offender: Json): RuleCase {
  return security({
    type: 'oauth2',
    flows: { clientCredentials: { tokenUrl: 'https://a.example', scopes: {} }, [name]: offender },
  });
}

function body(media: Members): RuleCase {
  return operations(operation({ requestBody: { content: media } }), fineOperation);
}

function servers(list: (offenders: number) => readonly Json[]): RuleCase {
  return (offenders) => document({ paths: {}, servers: list(offenders) });
}

/** Swagger 2.0 documents with operations. */
function swaggerOperations(offender: Members, fine: Members): RuleCase {
  return (offenders) => {
    const items = entries(offenders, () => ({ get: { responses: done, ...offender } }), {
      get: { responses: done, ...fine },
    });
    const paths = Object.fromEntries(Object.entries(items).map(([key, item]) => [`/${key}`, item]));
    return { swagger: '2.0', info: { title: 'A', version: '1' }, host: 'a.example', schemes: ['https'], paths };
  };
}

const query = { name: 'q', in: 'query', schema: { type: 'string' } };

/** A case for each rule. */
export const ruleCases: { readonly [code: string]: RuleCase } = {
  ADDRESS_INVALID: (offenders) =>
    document({
      paths: {},
      tags: [
        { name: 'fine', externalDocs: { url: 'https://a.example/é?b#c' } },
        ...Array.from({ length: offenders }, (_, index) => ({ name: `t${index}`, externalDocs: { url: 'ht<p://a' } })),
      ],
    }),
  REFERENCE_DANGLING: schemas({ $ref: '#/components/schemas/Gone' }, { $ref: '#/components/schemas/fine' }),
  REFERENCE_EXTERNAL: schemas({ $ref: 'https://a.example/pet.json' }, {}),
  REFERENCE_CYCLE: pathItems({ $ref: '#/paths/~1k0' }),
  SCHEMA_CYCLE: (offenders) =>
    withSchemas(
      entries(offenders, (index) => ({ type: 'object', anyOf: [{ $ref: `#/components/schemas/k${index}` }] }), {
        properties: { next: { anyOf: [{ $ref: '#/components/schemas/fine' }] } },
      }),
    ),
  REFERENCE_SIBLINGS_IGNORED: schemas(
    { $ref: '#/components/schemas/fine', maxLength: 1 },
    { description: 'a' },
    '3.0.3',
  ),
  REFERENCE_RELATIVE_TO_SCHEMA: schemas({ $defs: { a: {} }, properties: { a: { $ref: '#/$defs/a' } } }, {}),
  REFERENCE_KIND: operations(
    operation({ responses: { '200': { $ref: '#/components/schemas/S' } } }),
    fineOperation,
    () => ({ schemas: { S: { type: 'string' } } }),
  ),
  IDENTIFIER_REPEATED: (offenders) =>
    withSchemas(
      entries(offenders, () => ({ $id: 'https://a.example/s' }), {
        $id: 'https://a.example/s',
        properties: { a: { $ref: '#/properties/b' }, b: {} },
      }),
    ),
  TAG_PARENT_INVALID: (offenders) =>
    document(
      {
        paths: {},
        tags: [
          { name: 'root' },
          { name: 'fine', parent: 'root' },
          ...Array.from({ length: offenders }, (_, index) => ({ name: `t${index}`, parent: 'gone' })),
        ],
      },
      '3.2.0',
    ),
  TAG_REPEATED: (offenders) =>
    document({
      paths: {},
      tags: [{ name: 'fine' }, ...Array.from({ length: offenders }, () => ({ name: 'fine' }))],
    }),
  DYNAMIC_REFERENCE_STATIC: schemas({ $dynamicRef: '#a' }, { $dynamicAnchor: 'a', not: { $dynamicRef: '#a' } }),
  OPERATION_INVALID: operations(() => 'text', fineOperation),
  PATH_ITEM_OVERRIDDEN: (offenders) =>
    document({
      paths: {
        '/fine': { get: fineOperation },
        ...Object.fromEntries(
          Array.from({ length: offenders }, (_, index) => [
            `/${index}`,
            { $ref: '#/paths/~1fine', get: { operationId: `o${index}`, responses: done } },
          ]),
        ),
      },
    }),
  PATH_ITEM_INVALID: pathItems('text'),
  METHOD_UNSUPPORTED: pathItems({ query: fineOperation }),
  NOT_SELECTED: operations(operation({ tags: ['left'] }), fineOperation),
  PATH_WITHOUT_SLASH: (offenders) => document({ paths: entries(offenders, () => ({})) }),
  NAME_CHANGED: (offenders) =>
    withSchemas(
      Object.fromEntries([['a', {}], ...Array.from({ length: offenders }, (_, index) => [`a.${index}`, {}])]),
    ),
  OPERATION_ID_MISSING: operations(() => ({ responses: done }), fineOperation),
  PARAM_INVALID: parameters({ in: 'query' }),
  PARAM_NOT_SCALAR: parameters({ ...query, schema: { type: 'array' } }),
  PARAM_TYPE_CONTRADICTORY: parameters({ ...query, schema: { allOf: [{ type: 'string' }, { type: 'integer' }] } }),
  PARAM_TYPE_UNKNOWN: parameters({ ...query, schema: {} }),
  PARAM_HEADER_IGNORED: parameters({ ...query, in: 'header', name: 'Accept' }),
  PARAM_REPEATED: operations(operation({ parameters: [query, query] }), fineOperation),
  PATH_PARAM_UNDECLARED: (offenders) =>
    document({
      paths: Object.fromEntries(
        ['/fine', ...Array.from({ length: offenders }, (_, index) => `/${index}/{id}`)].map((path) => [
          path,
          { get: { operationId: path, responses: done } },
        ]),
      ),
    }),
  METHOD_MISSPELT: pathItems({ Get: fineOperation }),
  PATH_WITH_QUERY: withTemplates('/fine/{a}', (index) => `/${index}?a=b`),
  PATH_TEMPLATE_INVALID: withTemplates('/fine/{a}/{b}', (index) => `/${index}/{a}/{a}`),
  PATH_TEMPLATE_REPEATED: withTemplates('/fine/{a}', (index) => `/fine/{a${index}}`),
  PARAM_AUTHORIZATION_IGNORED: parameters({ ...query, in: 'header', name: 'Authorization' }),
  PARAM_QUERYSTRING: operations(
    operation({ parameters: [{ name: 'q', in: 'querystring', content: {} }] }),
    fineOperation,
    () => ({}),
    '3.2.0',
  ),
  CALLBACK_NOT_FOLLOWED: operations(
    (index) => ({
      operationId: `o${index}`,
      responses: done,
      callbacks: { c: { $ref: `#/components/callbacks/k${index}` } },
    }),
    fineOperation,
    (offenders) => ({
      callbacks: entries(offenders, (index) => ({
        '{$url}': { post: { responses: done, callbacks: { c: { $ref: `#/components/callbacks/k${index}` } } } },
      })),
    }),
  ),
  LINK_OPERATION_UNKNOWN: operations(
    operation({ responses: { '200': { description: 'a', links: { l: { operationId: 'gone' } } } } }),
    { operationId: 'fine', responses: { '200': { description: 'a', links: { l: { operationId: 'fine' } } } } },
  ),
  SECURITY_SCHEME_UNKNOWN: operations(operation({ security: [{ gone: [] }] }), fineOperation),
  SECURITY_SCOPE_UNKNOWN: operations(
    operation({ security: [{ o: ['gone'] }] }),
    { ...fineOperation, security: [{ o: ['read'] }] },
    () => ({ securitySchemes: { o: { type: 'oauth2', flows: { password: { tokenUrl, scopes: { read: 'a' } } } } } }),
  ),
  SERVER_WITH_QUERY: operations(operation({ servers: [{ url: 'https://b.example?a=b' }] }), fineOperation),
  OAUTH2_URL_COMPLETED: (offenders) =>
    document({
      paths: {},
      servers: [{ url: 'https://{h}.example', variables: { h: { default: 'a' } } }],
      components: {
        securitySchemes: entries(offenders, () => ({
          type: 'oauth2',
          flows: { password: { tokenUrl: '/token', scopes: {} } },
        })),
      },
    }),
  PATH_PARAM_UNUSED: parameters({ ...query, in: 'path', required: true }),
  TRIGGER_PATH_PARAM_DROPPED: (offenders) =>
    document({
      webhooks: entries(offenders, () => ({ post: { parameters: [{ ...query, in: 'path' }] } }), {
        post: { parameters: [query] },
      }),
    }),
  REQUEST_BODY_INVALID: operations(operation({ requestBody: 'text' }), fineOperation),
  BODY_WITHOUT_SCHEMA: body({ 'text/plain': {} }),
  MEDIA_TYPE_REPEATED: body({ 'a/b': { schema: {} }, 'A/B; c=d': { schema: { type: 'string' } } }),
  RESPONSE_INVALID: responses({ '200': 'text' }),
  RESPONSE_STATUS_INVALID: responses({ ok: { description: 'a' } }),
  RESPONSE_STATUS_RANGE: responses({ '4XX': { description: 'a' } }),
  RESPONSE_STATUS_REPEATED: responses({ '400': { description: 'a' }, '4XX': { description: 'a' } }),
  OPERATION_SECURITY_KEPT: operations(operation({ security: [] }), fineOperation),
  SERVER_MISSING: servers((offenders) => (offenders > 0 ? [] : [{ url: 'https://a.example' }])),
  SERVER_RELATIVE: servers((offenders) => [{ url: offenders > 0 ? '/v1' : 'https://a.example' }]),
  SERVER_INVALID: servers((offenders) => [
    {
      url: `https://a.example/${Array.from({ length: offenders }, (_, index) => `{v${index}}`).join('/')}`,
      variables: Object.fromEntries(Array.from({ length: offenders }, (_, index) => [`v${index}`, {}])),
    },
  ]),
  EXTRA_SERVERS_IGNORED: servers((offenders) =>
    Array.from({ length: offenders + 1 }, () => ({ url: 'https://a.example' })),
  ),
  SERVER_OVERRIDDEN: operations(operation({ servers: [{ url: 'https://b.example' }] }), fineOperation),
  SECURITY_SCHEME_INVALID: security({ type: 'apiKey' }),
  SECURITY_SCHEME_UNSUPPORTED: security({ type: 'openIdConnect' }),
  SECURITY_BEARER_AS_API_KEY: security({ type: 'http', scheme: 'bearer' }),
  OAUTH2_FLOW_UNSUPPORTED: flow('implicit', { authorizationUrl: 'https://a.example', scopes: {} }),
  OAUTH2_FLOW_INCOMPLETE: flow('password', { scopes: {} }),
  SCHEMA_INVALID: schemas('text', {}),
  SCHEMA_KEYWORD_INVALID: schemas({ required: true }, { required: ['a'] }),
  SCHEMA_KEYWORD_TRANSLATED: schemas({ items: [{}] }, { items: {} }),
  SCHEMA_NULLABLE_IGNORED: schemas({ nullable: true }, { type: 'string', nullable: true }, '3.0.3'),
  SCHEMA_TYPE_UNKNOWN: schemas({ type: 'file' }, { type: 'string' }),
  SCHEMA_VALUE_MISFIT: schemas({ type: 'string', default: 1 }, { type: 'string', default: '1', enum: ['1'] }),
  READ_ONLY_REQUIRED: schemas(
    { required: ['a'], properties: { a: { readOnly: true } } },
    { required: ['a'], properties: { a: {}, b: { writeOnly: true } } },
    '3.0.3',
  ),
  VALUE_NOT_BOOLEAN: parameters({ ...query, required: 'true' }),
  VALUE_NOT_TEXT: operations((index) => ({ operationId: index, responses: done }), fineOperation),
  SCHEMA_PATTERN_UNSUPPORTED: schemas({ pattern: '(' }, { pattern: '^a' }),
  SCHEMA_DIALECT: (offenders) =>
    document({
      paths: {},
      jsonSchemaDialect:
        offenders > 0 ? 'http://json-schema.org/draft-07/schema#' : 'https://spec.openapis.org/oas/3.1/dialect/base',
    }),
  SWAGGER2_VALUE_DROPPED: swaggerOperations({ consumes: 1 }, { consumes: ['a/b'] }),
  SWAGGER2_SCHEMA_MISPLACED: swaggerOperations(
    { parameters: [{ name: 'q', in: 'query', schema: { type: 'string' } }] },
    { parameters: [{ name: 'q', in: 'query', type: 'string' }] },
  ),
  SWAGGER2_EXAMPLE_MISNAMED: swaggerOperations(
    { responses: { '200': { description: 'a', schema: {}, examples: { answer: 1 } } } },
    { responses: { '200': { description: 'a', schema: {}, examples: { 'application/json': 1 } } } },
  ),
  SCHEMA_VIOLATION: operations(operation({ tags: 'text' }), fineOperation),
  DISCRIMINATOR_MAPPING_DANGLING: schemas(
    { discriminator: { propertyName: 'a', mapping: { a: 'Gone' } } },
    { discriminator: { propertyName: 'a', mapping: { a: 'fine' } } },
  ),
};

/** Import options that the cases of a rule need. */
export const ruleOptions: { readonly [code: string]: ImportOptions } = {
  NOT_SELECTED: { exclude: { tags: ['left'] } },
};

/** Rules that apply at most once to a document. */
export const onceAtMost: ReadonlySet<string> = new Set(['SERVER_MISSING', 'SERVER_RELATIVE', 'SCHEMA_DIALECT']);
