import type { Json } from '@connectory/json';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { exportText, importRoot } from './import-root.ts';
import { countValues, describeDifferences, prove } from './prove.ts';

/** Documents in YAML, without `info`. */
const documents: readonly (readonly [string, string])[] = [
  [
    'form fields with a schema, and two of the same name',
    `swagger: '2.0'
paths:
  /a:
    post:
      operationId: a
      parameters:
        - { name: f, in: formData, type: string }
        - { name: f, in: formData, type: integer, description: second }
        - { name: g, in: formData, minimum: 3, description: x, schema: { type: integer, description: y } }
        - { name: h, in: formData, type: string, schema: { type: integer } }
      responses: { 200: { description: '' } }`,
  ],
  [
    'members of a response and of operations that extras have for themselves',
    `openapi: 3.1.0
paths:
  /a:
    post:
      operationId: a
      ranges: mine
      webhook: hi
      callback: { action: b }
      responses:
        400: { description: bad, status: 9 }
        4XX: { description: worse, status: retry, x-status: 1 }
        5XX: { $ref: '#/components/responses/R' }
        default: { description: d, status: 404 }
      callbacks: { c: { '{$request.body#/u}': { post: { webhook: hi, callback: there, responses: { 200: { description: '' } } } } } }
webhooks: { w: { post: { webhook: other, callback: { action: a }, responses: { 200: { description: '' } } } } }
components: { responses: { R: { description: r, status: shared } } }`,
  ],
  [
    'members beside the reference to a callback',
    `openapi: 3.1.0
paths:
  /a: { post: { operationId: a, callbacks: { k: { $ref: '#/components/callbacks/K', description: mine, x-q: 1, x-r: 2 } }, responses: { 200: { description: '' } } } }
components: { callbacks: { K: { x-r: 3, '{$request.body#/u}': { post: { responses: { 200: { description: '' } } } } } } }`,
  ],
  [
    'references to a schema with a read-only name, where only the name tells',
    `openapi: 3.0.3
paths: {}
components:
  schemas:
    E: { type: object, required: [r], properties: { r: { type: string, readOnly: true } } }
    D: { oneOf: [{ $ref: '#/components/schemas/E' }, { type: object, required: [z] }] }
    N: { not: { $ref: '#/components/schemas/E' } }`,
  ],
  [
    'a webhook of the same name in both places',
    `openapi: 3.1.0
paths: {}
webhooks: { w: { summary: s1, post: { operationId: one, responses: { 200: { description: '' } } } } }
x-webhooks: { w: { summary: s2, post: { operationId: two, responses: { 200: { description: '' } } } } }`,
  ],
  [
    'a schema with both identifiers, and patterns that are the same once repaired',
    `openapi: 3.1.0
paths: {}
components:
  schemas:
    A: { type: object, id: 'urn:a', $id: 'urn:b', x-id: taken }
    B: { type: object, patternProperties: { '^x\\-': { type: integer }, '^x-': { minimum: 3 } } }`,
  ],
  [
    'a body with a name, and an extension that is called as that name is kept',
    `swagger: '2.0'
paths:
  /a: { post: { parameters: [{ in: body, name: pet, x-body-name: p, schema: { type: object } }], responses: { 200: { description: '' } } } }`,
  ],
  [
    'parameters beside the reference of a path item',
    `openapi: 3.1.0
paths:
  /a: { $ref: '#/components/pathItems/P', summary: mine, parameters: [{ $ref: '#/components/parameters/Q', description: over }, { name: r, in: query, schema: { type: string } }] }
components:
  parameters: { Q: { name: q, in: query, schema: { type: string } } }
  pathItems: { P: { get: { operationId: a, responses: { 200: { description: '' } } } } }`,
  ],
  [
    'bodies without a schema, after one that accepts anything',
    `openapi: 3.0.0
paths:
  /a: { get: { operationId: a, responses: { 200: { description: '', content: { text/plain: { schema: {} } } } } } }
  /b: { get: { operationId: b, responses: { 200: { description: '', content: { text/plain: {} } } } } }`,
  ],
  [
    'headers that OpenAPI 3 ignores in Swagger 2.0',
    `swagger: '2.0'
paths:
  /a:
    get:
      parameters:
        - { name: Authorization, in: header, type: string }
        - { name: limit, in: query, type: integer }
      responses: { 200: { description: '' } }`,
  ],
  [
    'a body with annotations beside a reference to nothing',
    `swagger: '2.0'
paths:
  /a: { get: { responses: { 200: { description: '', schema: { type: file, $ref: '#/definitions/Gone' } } } } }`,
  ],
  [
    'a callback that leads back to itself',
    `openapi: 3.0.0
paths:
  /a: { post: { operationId: a, callbacks: { again: { $ref: '#/components/callbacks/A' } }, responses: {} } }
components:
  callbacks:
    A: { '{$request.body#/url}': { post: { callbacks: { again: { $ref: '#/components/callbacks/A' } }, responses: {} } } }`,
  ],
  [
    'an action and a trigger of the same name, with callbacks',
    `openapi: 3.0.0
paths:
  /a: { post: { operationId: Same, callbacks: { x: { '{$url}': { post: { operationId: Same } } } } } }`,
  ],
  [
    'a boolean schema of a body',
    `openapi: 3.1.0
paths:
  /a: { post: { operationId: a, requestBody: { content: { text/plain: { schema: false } } } } }`,
  ],
  [
    'parameters of a callback that is no operation',
    `openapi: 3.1.0
paths:
  /a:
    post:
      callbacks:
        done:
          '{$url}':
            parameters: [{ name: p, in: path, content: { text/plain: { schema: { $ref: '#/components/schemas/A' } } } }]
            post: {}
components: { schemas: { A: { type: string } } }`,
  ],
  [
    'a reference that is not percent-encoded',
    `openapi: 3.0.0
paths:
  /a: { parameters: [{ $ref: '#/components/parameters/%' }], get: { parameters: [{ name: a, in: query }] } }`,
  ],
  [
    'lists of media types and schemes, beside extensions of the same name',
    `swagger: '2.0'
host: example.com
x-host: mine
schemes: [https, ws]
paths:
  /a:
    get:
      x-produces: mine
      produces: [a/b]
      x-schemes: [unix]
      schemes: { odd: true }
      responses: { 204: { description: '' } }`,
  ],
  [
    'a file that may be null',
    `swagger: '2.0'
paths:
  /a: { get: { produces: [image/svg+xml], responses: { 200: { description: '', schema: { type: file, x-nullable: true } } } } }`,
  ],
  [
    'sections that are no objects',
    `openapi: 3.0.0
paths: { /a: { get: { operationId: a, responses: [odd], parameters: { name: x } }, parameters: text } }
components: { schemas: [1], x-schemas: 2, parameters: text }`,
  ],
  [
    'fields and bodies that replace each other',
    `swagger: '2.0'
paths:
  /a:
    parameters:
      - { name: one, in: body, schema: { type: string, maxLength: 3 } }
      - { name: two, in: formData, type: string }
    get: { responses: { 204: { description: '' } } }
    put: { parameters: [{ name: two, in: formData, type: integer }], responses: { 204: { description: '' } } }
    post: { parameters: [{ name: other, in: body, schema: { type: object } }], responses: { 204: { description: '' } } }`,
  ],
  [
    'members of OpenAPI 3 beside those of Swagger 2.0',
    `swagger: '2.0'
host: a.example
schemes: [https]
servers: [{ url: https://x.example }]
components: { schemas: { A: { type: string }, U: { type: integer } }, parameters: { p: { name: p, in: query, schema: { type: string } } }, responses: { r: { description: r } } }
webhooks: { w: { post: { parameters: [{ name: b, in: body, schema: { type: object } }], responses: { 200: { description: '' } } } } }
paths:
  /x:
    summary: s
    servers: [{ url: https://q.example }]
    get: { responses: { default: { $ref: '#/components/responses/r' } }, parameters: [{ $ref: '#/components/parameters/p' }] }
    put:
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A' } } } }
      callbacks: { c: { '{$request.body#/u}': { post: { requestBody: { content: { text/plain: { schema: { type: string, minLength: 1 } } } }, responses: { 200: { description: '' } } } } } }
      servers: [{ url: https://z.example }]
      responses: { 200: { description: '', content: { application/json: { schema: { type: string, nullable: true } } }, links: { l: { operationId: x } } } }
    post:
      schemes: [http]
      servers: [{ url: https://y.example }]
      parameters:
        - { name: b, in: body, schema: { type: object }, content: { text/plain: {} } }
        - { name: l, in: query, type: array, items: { type: string }, explode: true, style: form }
        - { name: m, in: query, type: array, items: { type: string }, collectionFormat: pipes, style: deepObject }
      requestBody: { required: true, content: { application/xml: { schema: { type: string } } } }
      responses: { 200: { description: '', schema: { type: string }, content: { text/plain: { schema: { type: integer } } }, headers: { h: { type: array, items: { type: string }, style: simple } } } }
securityDefinitions:
  o: { type: oauth2, flow: implicit, authorizationUrl: https://a.example/a, scopes: {}, flows: { implicit: { authorizationUrl: https://c.example, scopes: {} } } }
  p: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://c.example, scopes: { x: '' } } } }
  q: { type: basic, scheme: digest }`,
  ],
  [
    'parameters with a number or boolean as name, and one that leads to itself',
    `openapi: 3.1.0
paths:
  /a:
    get:
      operationId: a
      parameters: [{ name: 1000, in: query, schema: { type: string } }, { name: true, in: header, schema: { type: string } }]
      responses: { 200: { description: '' } }
components: { parameters: { L: { $ref: '#/components/parameters/L' } } }`,
  ],
  [
    'texts where booleans are meant',
    `swagger: '2.0'
paths:
  /a/{proxy+}:
    post:
      operationId: a
      parameters:
        - { name: f, in: formData, type: string, required: 'true' }
        - { name: g, in: formData, type: string, required: 'false' }
        - { name: h, in: formData, type: string, required: maybe }
        - { name: q, in: query, type: string, required: 'true', allowEmptyValue: 'true' }
        - { name: r, in: query, type: string, required: 'false' }
        - { name: proxy, in: path, type: string, required: 'true' }
      responses: { 200: { description: '' } }`,
  ],
  [
    'media types of structured syntax, with parameters and in capitals',
    `openapi: 3.0.0
paths:
  /a:
    get:
      operationId: a
      responses:
        200:
          description: ''
          content:
            image/svg+xml: { schema: { type: string, format: binary } }
            Application/JSON; charset=utf-8: { schema: { type: object, maxProperties: 1 } }
            application/json: { schema: { type: object, maxProperties: 2 } }
            'application/vnd.a+json;version=1': { example: 1 }`,
  ],
  [
    'a pattern of properties that does not compile, beside closed properties',
    `openapi: 3.1.0
paths: {}
components:
  schemas:
    A: { patternProperties: { '(': {} }, additionalProperties: false, unevaluatedProperties: false }
    B: { patternProperties: { '(': { type: string } }, additionalProperties: { type: integer } }`,
  ],
  [
    'parameters and headers of Swagger 2.0 that may be null',
    `swagger: '2.0'
paths:
  /a:
    get:
      operationId: a
      parameters:
        - { name: n, in: query, type: integer, x-nullable: true, default: null }
        - { name: m, in: query, type: integer, x-nullable: false }
        - { name: o, in: query, x-nullable: true }
      responses: { 200: { description: '', headers: { H: { type: string, x-nullable: true } } } }`,
  ],
];

function read(text: string): Json {
  return { info: { title: 'T', version: '1' }, ...(load(text) as { readonly [key: string]: Json }) };
}

describe('A document with', () => {
  it.each(documents)('%s is exported, imported and exported as the same text', async (_title, text) => {
    const first = await exportText(importRoot(read(text)));
    expect(await exportText(importRoot(JSON.parse(first) as Json))).toBe(first);
  });

  it.each(documents)('%s has an export of which every difference is explained', async (_title, text) => {
    const proof = await prove(read(text));
    expect(describeDifferences(proof).filter((line) => line.endsWith('unexplained'))).toEqual([]);
    expect(proof.totals.values).toBe(countValues(read(text)));
  });
});
