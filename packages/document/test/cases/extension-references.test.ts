import { expect } from 'vitest';
import { codesAt, codesOf, importFiles, importText, messageOf, openapi, swagger } from './import-case.ts';
import { describeCases } from './test-case.ts';

const pointersOf = (model: Awaited<ReturnType<typeof importText>>, code: string): readonly string[] =>
  (messageOf(model, code)?.locations ?? []).map(({ pointer }) => pointer).toSorted();

describeCases('References in extensions', (testCase) => {
  const places: readonly [string, string, string][] = [
    ['the document', '/x-a', 'x-a: REF\npaths: {}'],
    ['all paths', '/paths/x-a', 'paths: { x-a: REF }'],
    ['a path', '/paths/~1a/x-a', 'paths: { /a: { x-a: REF } }'],
    [
      'an operation',
      '/paths/~1a/get/x-a',
      "paths: { /a: { get: { x-a: REF, responses: { '200': { description: ok } } } } }",
    ],
    ['the components', '/components/x-a', 'paths: {}\ncomponents: { x-a: REF }'],
    ['a schema', '/components/schemas/A/x-a', 'paths: {}\ncomponents: { schemas: { A: { x-a: REF } } }'],
    [
      'a property',
      '/components/schemas/A/properties/b/x-a',
      'paths: {}\ncomponents: { schemas: { A: { properties: { b: { x-a: REF } } } } }',
    ],
    [
      'an inline schema of a body',
      '/paths/~1a/get/responses/200/content/a~1b/schema/x-a',
      "paths: { /a: { get: { responses: { '200': { description: ok, content: { a/b: { schema: { x-a: REF } } } } } } } }",
    ],
    [
      'a schema of a header',
      '/components/headers/H/schema/x-a',
      'paths: {}\ncomponents: { headers: { H: { schema: { type: string, x-a: REF } } } }',
    ],
  ];
  for (const [title, pointer, text] of places)
    testCase(`are reported when they lead nowhere: in ${title}`, async () => {
      const external = await importText(openapi('3.1.0', text.replace('REF', '{ list: [{ $ref: other.yaml }] }')));
      expect(pointersOf(external, 'REFERENCE_EXTERNAL')).toEqual([`${pointer}/list/0/$ref`]);
      expect(messageOf(external, 'REFERENCE_EXTERNAL')?.locations[0]?.line).toBeGreaterThan(1);
      const dangling = await importText(openapi('3.1.0', text.replace('REF', "{ $ref: '#/components/nowhere/A' }")));
      expect(pointersOf(dangling, 'REFERENCE_DANGLING')).toEqual([`${pointer}/$ref`]);
    });

  testCase('may lead to a place of the extension itself', async () => {
    const own = "x-a: { definitions: { b: { type: string } }, properties: { c: { $ref: '#/definitions/b' } } }";
    const model = await importText(openapi('3.1.0', `${own}\npaths: {}\ncomponents: { schemas: { A: { ${own} } } }`));
    expect(codesOf(model)).not.toContain('REFERENCE_DANGLING');
  });
});

describeCases('References into another file', (testCase) => {
  const shared = {
    'shared.yaml': openapi(
      '3.0.3',
      `components:
  schemas: { S: { type: string } }
  parameters: { P: { name: p, in: query, schema: { type: string } } }
  responses: { R: { description: r, content: { a/b: { schema: { type: string } } } } }`,
    ),
    'part.yaml':
      'response: { description: r, content: { a/b: { schema: { type: string } } } }\nparameter: { name: p, in: query, schema: { type: string } }',
  };
  const wrong: readonly [string, string, string][] = [
    ['a parameter', 'shared.yaml#/components/schemas/S', 'parameters: [REF], responses: {}'],
    ['a request body', 'shared.yaml#/components/responses/R', 'requestBody: REF, responses: {}'],
    ['a response', 'shared.yaml#/components/parameters/P', "responses: { '200': REF }"],
    ['a response', 'part.yaml#/parameter', "responses: { '200': REF }"],
    [
      'a schema',
      'shared.yaml#/components/responses/R',
      "responses: { '200': { description: a, content: { a/b: { schema: REF } } } }",
    ],
    ['a schema', 'part.yaml#/response', "responses: { '200': { description: a, content: { a/b: { schema: REF } } } }"],
    ['a schema', 'part.yaml#/parameter', "responses: { '200': { description: a, content: { a/b: { schema: REF } } } }"],
  ];
  for (const [expected, reference, operation] of wrong)
    testCase(`are held against the kind of their place: ${reference} as ${expected}`, async () => {
      const text = `paths: { /a: { get: { operationId: a, ${operation.replace('REF', `{ $ref: '${reference}' }`)} } } }`;
      const model = await importFiles({ 'openapi.yaml': openapi('3.0.3', text), ...shared });
      expect(codesAt(model, '/paths/~1a/get')).toContain('REFERENCE_KIND');
    });

  testCase('are fine where they lead to the kind of their place', async () => {
    const text = `paths:
  /a:
    get:
      operationId: a
      parameters: [{ $ref: 'shared.yaml#/components/parameters/P' }]
      responses:
        '200': { $ref: 'shared.yaml#/components/responses/R' }
        '400': { $ref: 'part.yaml#/response' }
        '404': { description: a, content: { a/b: { schema: { $ref: 'shared.yaml#/components/schemas/S' } } } }`;
    const model = await importFiles({ 'openapi.yaml': openapi('3.0.3', text), ...shared });
    expect(codesOf(model)).toEqual(['ARCHIVE_ROOT']);
  });
});

describeCases('Sections of another version', (testCase) => {
  testCase('of OpenAPI 3 in Swagger 2.0 have their own places', async () => {
    const model = await importText(
      swagger(`
        definitions: { B: { properties: { a: { $ref: '#/no/definition' } } } }
        components:
          x-a: { $ref: other.yaml }
          schemas: { B: { properties: { b: { $ref: '#/no/component' } } }, C: { type: objekt } }
          responses: { R: { description: r, schema: { $ref: '#/no/response' } } }
        paths:
          /a:
            get:
              operationId: a
              responses:
                200: { description: a, schema: { $ref: '#/components/schemas/B' } }
                201: { description: a, schema: { $ref: '#/components/schemas/C' } }
                400: { $ref: '#/components/responses/R' }`),
    );
    expect(pointersOf(model, 'REFERENCE_DANGLING')).toEqual([
      '/components/responses/R/schema/$ref',
      '/components/schemas/B/properties/b/$ref',
      '/definitions/B/properties/a/$ref',
    ]);
    expect(pointersOf(model, 'REFERENCE_EXTERNAL')).toEqual(['/components/x-a/$ref']);
    expect(pointersOf(model, 'SCHEMA_TYPE_UNKNOWN')).toEqual(['/components/schemas/C/type']);
    const positions = model.messages.flatMap(({ locations }) => locations);
    expect(positions.filter(({ line }) => line === undefined)).toEqual([]);
  });

  testCase('of Swagger 2.0 in OpenAPI 3 have their own places', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        `definitions: { A: { type: objekt }, B: { $ref: '#/definitions/none' } }
paths: { /a: { get: { operationId: a, responses: { '200': { description: a, content: { a/b: { schema: { $ref: '#/definitions/A' } }, a/c: { schema: { $ref: '#/definitions/B' } } } } } } } }
components: { schemas: { A: { type: string } } }`,
      ),
    );
    expect(pointersOf(model, 'SCHEMA_TYPE_UNKNOWN')).toEqual(['/definitions/A/type']);
    expect(pointersOf(model, 'REFERENCE_DANGLING')).toEqual(['/definitions/B/$ref']);
  });
});
