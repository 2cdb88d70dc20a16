import { expect } from 'vitest';
import { codesAt, codesOf, detailsOf, importFiles, importText, messageOf, openapi } from './import-case.ts';
import { describeCases } from './test-case.ts';

const placesOf = (model: Awaited<ReturnType<typeof importText>>, code: string): readonly string[] =>
  messageOf(model, code)?.locations.map(({ pointer }) => pointer) ?? [];

describeCases('The parent of a tag', (testCase) => {
  const withTags = (tags: string, version = '3.2.0'): string => openapi(version, `tags: ${tags}\npaths: {}`);

  testCase('that is no tag is reported at its place', async () => {
    const model = await importText(withTags('[{ name: a, parent: gone }, { name: b, parent: a }]'));
    expect(placesOf(model, 'TAG_PARENT_INVALID')).toEqual(['/tags/0/parent']);
    expect(detailsOf(model)).toContain('gone');
  });

  testCase('that leads back to the tag is reported for each tag of the circle', async () => {
    const tags = '[{ name: a, parent: b }, { name: b, parent: a }, { name: c, parent: c }, { name: d, parent: a }]';
    expect(placesOf(await importText(withTags(tags)), 'TAG_PARENT_INVALID')).toEqual([
      '/tags/0/parent',
      '/tags/1/parent',
      '/tags/2/parent',
    ]);
  });

  testCase('may be declared later, and may have an odd name', async () => {
    const tags = '[{ name: a, parent: __proto__ }, { name: __proto__ }, { name: b, parent: "" }, { name: "" }]';
    expect(codesOf(await importText(withTags(tags)))).not.toContain('TAG_PARENT_INVALID');
  });

  testCase('is no member of earlier versions', async () => {
    const model = await importText(withTags('[{ name: a, parent: gone }]', '3.1.0'));
    expect(codesOf(model)).not.toContain('TAG_PARENT_INVALID');
  });
});

describeCases('A security requirement without a scheme', (testCase) => {
  const operation = '{ security: [{ gone: [] }], responses: { 200: { description: Done } } }';
  const schemes = 'securitySchemes: { key: { type: apiKey, name: k, in: header } }';

  for (const [where, document, place] of [
    [
      'a path item that nothing references',
      openapi('3.1.0', `paths: {}\ncomponents: { ${schemes}, pathItems: { p: { get: ${operation} } } }`),
      '/components/pathItems/p/get',
    ],
    [
      'a callback that nothing references',
      openapi('3.0.3', `paths: {}\ncomponents: { ${schemes}, callbacks: { c: { '{$url}': { post: ${operation} } } } }`),
      '/components/callbacks/c/{$url}/post',
    ],
    [
      'a webhook',
      openapi('3.1.0', `webhooks: { w: { post: ${operation} } }\ncomponents: { ${schemes} }`),
      '/webhooks/w/post',
    ],
    [
      'an additional operation',
      openapi('3.2.0', `paths: { /a: { additionalOperations: { COPY: ${operation} } } }\ncomponents: { ${schemes} }`),
      '/paths/~1a/additionalOperations/COPY',
    ],
    [
      'an operation of an unsupported method',
      openapi('3.2.0', `paths: { /a: { query: ${operation} } }\ncomponents: { ${schemes} }`),
      '/paths/~1a/query',
    ],
  ] as const)
    testCase(`is reported in ${where}`, async () => {
      const model = await importText(document);
      expect(codesAt(model, `${place}/security/0/gone`)).toContain('SECURITY_SCHEME_UNKNOWN');
    });
});

describeCases('A URI as the name of a security scheme', (testCase) => {
  const withSecurity = (name: string): string =>
    openapi(
      '3.2.0',
      `security: [{ '${name}': [] }]\npaths: {}\ncomponents: { securitySchemes: { key: { type: http, scheme: basic } } }`,
    );
  testCase('may lead to a scheme', async () => {
    const model = await importText(withSecurity('#/components/securitySchemes/key'));
    expect(codesOf(model)).not.toContain('SECURITY_SCHEME_UNKNOWN');
  });
  for (const name of ['', '#/info', '#/components', 'gone.yaml'])
    testCase(`is unknown when it leads to no scheme: ${JSON.stringify(name)}`, async () => {
      expect(codesOf(await importText(withSecurity(name)))).toContain('SECURITY_SCHEME_UNKNOWN');
    });
});

describeCases('A component schema that is nothing but a reference to another file', (testCase) => {
  const body = (reference: string): string =>
    `{ description: d, content: { application/json: { schema: { $ref: '${reference}' } } } }`;
  const files = {
    'openapi.yaml': `openapi: 3.0.3
info: { title: T, version: '1' }
servers: [{ url: https://api.example.com }]
paths: { /p: { $ref: paths/p.yaml } }
components: { schemas: { Pet: { $ref: schemas/Pet.yaml }, Animal: { $ref: schemas/Pet.yaml }, Owner: { $ref: 'schemas/all.yaml#/Owner' }, Loop: { $ref: schemas/loop.yaml } } }`,
    'paths/p.yaml': `get: { operationId: g, responses: { 200: ${body('../schemas/Pet.yaml')}, 201: ${body('../openapi.yaml#/components/schemas/Pet')}, 202: ${body('../schemas/all.yaml#/Owner')} } }`,
    'schemas/Pet.yaml':
      "{ type: object, properties: { owner: { $ref: 'all.yaml#/Owner' }, self: { $ref: Pet.yaml }, tag: { type: string } } }",
    'schemas/all.yaml':
      "Owner: { type: object, properties: { pet: { $ref: '../openapi.yaml#/components/schemas/Pet' }, tag: { $ref: 'Pet.yaml#/properties/tag' } } }",
    'schemas/loop.yaml': "$ref: '../openapi.yaml#/components/schemas/Loop'",
  };

  testCase('is that schema, which has the name wherever it is referenced', async () => {
    const model = await importFiles(files);
    expect(model.definitions.map(({ name }) => name)).toEqual(['Pet', 'Animal', 'Owner', 'Loop']);
    const schemas = model.definitions.map(({ schema }): unknown => JSON.parse(schema));
    expect(schemas).toMatchObject([
      { properties: { owner: { $ref: 'Owner.json' }, self: { $ref: 'Pet.json' }, tag: { type: 'string' } } },
      { $ref: 'Pet.json' },
      { properties: { pet: { $ref: 'Pet.json' }, tag: { $ref: 'Pet.json#/properties/tag' } } },
      {},
    ]);
    expect(model.actions[0]?.responses.map(({ definitions }) => definitions)).toEqual([[0], [0], [2]]);
    expect(codesOf(model)).not.toContain('NAME_CHANGED');
  });
});
