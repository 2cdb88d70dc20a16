import type { ObjectGrammar, Shape, SpecVersion } from './grammar.ts';
import { documentObjects } from './document-objects.ts';
import { jsonSchemaObject } from './schema-objects.ts';
import { count, data, flag, list, map, one, oneOf, text, url } from './shapes.ts';

type Members = { readonly [name: string]: Shape };

const jsonTypes = ['application/json', 'multipart/form-data'];
const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/** The objects of OpenAPI 3.0, 3.1 and 3.2. */
export function openApiObjects(version: Exclude<SpecVersion, '2.0'>): { readonly [kind: string]: ObjectGrammar } {
  const since31 = (members: Members): Members => (version === '3.0' ? {} : members);
  const since32 = (members: Members): Members => (version === '3.2' ? members : {});
  return {
    ...documentObjects(version),
    document: {
      required: ['info', 'paths', 'servers', 'components'],
      members: {
        ...since32({ $self: oneOf('https://api.example.com/openapi.json') }),
        info: one('info'),
        ...since31({ jsonSchemaDialect: oneOf('https://spec.openapis.org/oas/3.1/dialect/base') }),
        servers: list(one('server')),
        paths: one('paths'),
        ...since31({ webhooks: map(one('path-item'), 'created', 'removed') }),
        ...(version === '3.0' ? { 'x-webhooks': map(one('path-item'), 'created') } : {}),
        components: one('components'),
        security: list(one('security-requirement')),
        tags: list(one('tag')),
        externalDocs: one('external-documentation'),
      },
    },
    components: {
      required: [
        'schemas',
        'responses',
        'parameters',
        'examples',
        'requestBodies',
        'headers',
        'links',
        'callbacks',
        'securitySchemes',
      ],
      members: {
        schemas: map(one('schema'), 'A', 'B'),
        responses: map(one('response'), 'A'),
        parameters: map(one('parameter'), 'A'),
        examples: map(one('example'), 'A'),
        requestBodies: map(one('request-body'), 'A'),
        headers: map(one('header'), 'A'),
        securitySchemes: map(one('security-scheme'), 'key', 'flow'),
        links: map(one('link'), 'A'),
        callbacks: map(one('callback'), 'A'),
        ...since31({ pathItems: map(one('path-item'), 'A') }),
        ...since32({ mediaTypes: map(one('media-type'), 'A') }),
      },
    },
    paths: {
      required: ['/things', '/things/{id}'],
      members: { '/things': one('path-item'), '/things/{id}': one('path-item') },
    },
    'path-item': {
      members: {
        summary: text,
        description: text,
        ...Object.fromEntries(
          [...methods, ...(version === '3.2' ? ['query'] : [])].map((method) => [method, one('operation')]),
        ),
        ...since32({ additionalOperations: map(one('operation'), 'COPY') }),
        servers: list(one('server')),
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
        parameters: list(one('parameter')),
        requestBody: one('request-body'),
        responses: one('responses'),
        callbacks: map(one('callback'), 'event'),
        deprecated: flag,
        security: list(one('security-requirement')),
        servers: list(one('server')),
      },
    },
    parameter: {
      home: '/components/parameters/A',
      required: ['name', 'in'],
      members: {
        name: oneOf('id', 'limit', 'X-Trace'),
        in: oneOf('query', 'header', 'cookie', 'path'),
        description: text,
        required: oneOf(true),
        deprecated: flag,
        allowEmptyValue: flag,
        style: oneOf('simple', 'form', 'deepObject'),
        explode: flag,
        allowReserved: flag,
        schema: one('schema'),
        example: data,
        examples: map(one('example'), 'one'),
        content: map(one('media-type'), 'application/json'),
      },
      exclusive: [
        ['schema', 'content'],
        ['example', 'examples'],
      ],
    },
    'request-body': {
      home: '/components/requestBodies/A',
      required: ['content'],
      members: { description: text, content: map(one('media-type'), ...jsonTypes), required: flag },
    },
    'media-type': {
      ...(version === '3.2' ? { home: '/components/mediaTypes/A' } : {}),
      members: {
        schema: one('schema'),
        ...since32({ itemSchema: one('schema'), prefixEncoding: list(one('encoding')), itemEncoding: one('encoding') }),
        example: data,
        examples: map(one('example'), 'one'),
        encoding: map(one('encoding'), 'name'),
      },
      exclusive: [
        ['example', 'examples'],
        ['encoding', 'prefixEncoding'],
        ['encoding', 'itemEncoding'],
      ],
    },
    encoding: {
      members: {
        contentType: oneOf('text/plain'),
        headers: map(one('header'), 'X-Part'),
        style: oneOf('form', 'pipeDelimited'),
        explode: flag,
        allowReserved: flag,
        ...since32({ encoding: map(one('encoding'), 'deep') }),
      },
    },
    responses: {
      required: ['200'],
      members: { '200': one('response'), '4XX': one('response'), default: one('response') },
    },
    response: {
      home: '/components/responses/A',
      required: ['description'],
      members: {
        ...since32({ summary: text }),
        description: text,
        headers: map(one('header'), 'X-Rate'),
        content: map(one('media-type'), ...jsonTypes),
        links: map(one('link'), 'next'),
      },
    },
    callback: { home: '/components/callbacks/A', members: { '{$request.body#/url}': one('path-item') } },
    example: {
      home: '/components/examples/A',
      members: {
        summary: text,
        description: text,
        value: data,
        externalValue: url,
        ...since32({ dataValue: data, serializedValue: text }),
      },
      exclusive: [
        ['value', 'externalValue', 'serializedValue'],
        ['value', 'dataValue'],
      ],
    },
    link: {
      home: '/components/links/A',
      members: {
        operationRef: oneOf('#/paths/~1things/get'),
        operationId: oneOf('operation'),
        parameters: oneOf({ id: '$response.body#/id' }),
        requestBody: data,
        description: text,
        server: one('server'),
      },
      exclusive: [['operationRef', 'operationId']],
    },
    header: {
      home: '/components/headers/A',
      members: {
        description: text,
        required: flag,
        deprecated: flag,
        style: oneOf('simple'),
        explode: flag,
        schema: one('schema'),
        example: data,
        examples: map(one('example'), 'one'),
        content: map(one('media-type'), 'application/json'),
      },
      exclusive: [
        ['schema', 'content'],
        ['example', 'examples'],
      ],
    },
    schema: jsonSchemaObject(version),
    discriminator: {
      required: ['propertyName'],
      members: {
        propertyName: oneOf('kind'),
        mapping: oneOf({ first: '#/components/schemas/A', second: '#/components/schemas/B' }),
        ...since32({ defaultMapping: oneOf('#/components/schemas/B') }),
      },
    },
    xml: {
      members: {
        name: text,
        namespace: url,
        prefix: oneOf('p'),
        attribute: flag,
        wrapped: flag,
        ...since32({ nodeType: oneOf('element') }),
      },
      exclusive: [
        ['nodeType', 'attribute'],
        ['nodeType', 'wrapped'],
      ],
    },
    reference: { members: { summary: text, description: text, 'x-sibling': count } },
  };
}
