import { expect } from 'vitest';
import {
  accepts,
  bodyOf,
  codesAt,
  codesOf,
  importText,
  isAccountedFor,
  openapi,
  responseOf,
  schemaNamed,
  swagger,
  valueAt,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const withSchemas = (version: string, schemas: string, before = ''): string =>
  openapi(version, `${before}paths: {}\ncomponents:\n  schemas:\n${schemas.replace(/^\n/, '')}`);
const withDefinitions = (definitions: string): string =>
  swagger(`paths: {}\ndefinitions:\n${definitions.replace(/^\n/, '')}`);

describeCases('Required beside read-only', (testCase) => {
  const posted = (version: string, schemas: string): string =>
    openapi(
      version,
      `
paths:
  /notes:
    post:
      operationId: add
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } }
      responses: { '201': { description: Added, content: { application/json: { schema: { $ref: '#/components/schemas/Note' } } } } }
components:
  schemas:
    ${schemas}`,
    );
  const note =
    'Note: { type: object, required: [id, text, pin], properties: { id: { type: integer, readOnly: true }, text: { type: string }, pin: { type: string, writeOnly: true } } }';

  async function expectBothDirections(document: string): Promise<void> {
    const model = await importText(document);
    const [request = ''] = bodyOf(model, 'add');
    const [response = ''] = responseOf(model, 'add', 201);
    expect(accepts(model, request, { text: 'a', pin: '1' })).toBe(true);
    expect(accepts(model, response, { id: 1, text: 'a' })).toBe(true);
    expect(accepts(model, request, { pin: '1' })).toBe(false);
    expect(accepts(model, response, { id: 1 })).toBe(false);
    expect(codesAt(model, '/components/schemas')).not.toEqual([]);
  }

  testCase('holds in one direction in 3.0', () => expectBothDirections(posted('3.0.3', note)));

  testCase('holds in one direction when the property is behind a reference', () =>
    expectBothDirections(
      posted(
        '3.0.3',
        "Note: { type: object, required: [id, text, pin], properties: { id: { $ref: '#/components/schemas/Id' }, text: { type: string }, pin: { $ref: '#/components/schemas/Pin' } } }\n    Id: { type: integer, readOnly: true }\n    Pin: { type: string, writeOnly: true }",
      ),
    ),
  );

  testCase('holds in one direction across allOf', () =>
    expectBothDirections(
      posted(
        '3.0.3',
        "Note: { allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, required: [id, text, pin] }] }\n    Base: { type: object, properties: { id: { type: integer, readOnly: true }, text: { type: string }, pin: { type: string, writeOnly: true } } }",
      ),
    ),
  );

  testCase('holds in one direction in a nested object and a list', async () => {
    const model = await importText(
      posted(
        '3.0.3',
        'Note: { type: object, properties: { items: { type: array, items: { type: object, required: [id, text], properties: { id: { type: integer, readOnly: true }, text: { type: string } } } } } }',
      ),
    );
    const [request = ''] = bodyOf(model, 'add');
    expect(accepts(model, request, { items: [{ text: 'a' }] })).toBe(true);
    expect(accepts(model, request, { items: [{ id: 1 }] })).toBe(false);
  });

  testCase('holds in one direction in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        paths:
          /notes:
            post:
              operationId: add
              parameters: [{ name: b, in: body, required: true, schema: { $ref: '#/definitions/Note' } }]
              responses: { 201: { description: Added, schema: { $ref: '#/definitions/Note' } } }
        definitions: { Note: { type: object, required: [id, text], properties: { id: { type: integer, readOnly: true }, text: { type: string } } } }`),
    );
    const [request = ''] = bodyOf(model, 'add');
    expect(accepts(model, request, { text: 'a' })).toBe(true);
    expect(accepts(model, request, { id: 1 })).toBe(false);
    expect(codesAt(model, '/definitions/Note')).not.toEqual([]);
  });

  testCase('stays required in 3.1', async () => {
    const model = await importText(posted('3.1.0', note));
    const [request = ''] = bodyOf(model, 'add');
    expect(accepts(model, request, { text: 'a', pin: '1' })).toBe(false);
    expect(accepts(model, request, { id: 1, text: 'a', pin: '1' })).toBe(true);
  });
});

describeCases('A discriminator of renamed schemas', (testCase) => {
  const kinds = '{ type: object, required: [kind], properties: { kind: { type: string } } }';
  const mappingOf = (schema: unknown): unknown => valueAt(schema, '/discriminator/mapping');

  testCase('has its implicit values written out', async () => {
    const model = await importText(
      withSchemas(
        '3.0.3',
        `
    zoo.Pet: { oneOf: [{ $ref: '#/components/schemas/zoo.Cat' }, { $ref: '#/components/schemas/zoo.Dog' }], discriminator: { propertyName: kind } }
    zoo.Cat: ${kinds}
    zoo.Dog: { type: object, properties: { bark: { type: boolean } } }`,
      ),
    );
    expect(mappingOf(schemaNamed(model, 'zoo_Pet'))).toEqual({ 'zoo.Cat': 'zoo_Cat.json', 'zoo.Dog': 'zoo_Dog.json' });
  });

  testCase('keeps explicit values, with the implicit ones beside', async () => {
    const model = await importText(
      withSchemas(
        '3.1.0',
        `
    Pet: { anyOf: [{ $ref: '#/components/schemas/zoo.Cat' }, { $ref: '#/components/schemas/zoo.Dog' }, { $ref: '#/components/schemas/Fish' }], discriminator: { propertyName: kind, mapping: { cat: '#/components/schemas/zoo.Cat' } } }
    zoo.Cat: ${kinds}
    zoo.Dog: { type: object, title: Dog }
    Fish: { type: object, title: Fish }`,
      ),
    );
    expect(mappingOf(schemaNamed(model, 'Pet'))).toMatchObject({ cat: 'zoo_Cat.json', 'zoo.Dog': 'zoo_Dog.json' });
  });

  testCase('of a parent has the values of its allOf children', async () => {
    const model = await importText(
      withSchemas(
        '3.0.3',
        `
    Pet: { type: object, required: [kind], discriminator: { propertyName: kind }, properties: { kind: { type: string } } }
    zoo.Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { meow: { type: boolean } } }] }
    zoo.Dog: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object, properties: { bark: { type: boolean } } }] }`,
      ),
    );
    expect(mappingOf(schemaNamed(model, 'Pet'))).toMatchObject({
      'zoo.Cat': 'zoo_Cat.json',
      'zoo.Dog': 'zoo_Dog.json',
    });
  });

  testCase('has the values of names that differ by case alone', async () => {
    const model = await importText(
      withSchemas(
        '3.1.0',
        `
    Any: { oneOf: [{ $ref: '#/components/schemas/Pet' }, { $ref: '#/components/schemas/pet' }], discriminator: { propertyName: kind } }
    Pet: ${kinds}
    pet: { type: object, title: Other }`,
      ),
    );
    const mapping = mappingOf(schemaNamed(model, 'Any'));
    const renamed = model.definitions.find(({ schema }) => schema.includes('"Other"'))?.name;
    expect(renamed).not.toBe('pet');
    expect(mapping).toMatchObject({ pet: `${renamed}.json` });
  });

  testCase('of Swagger 2.0 has the values of its allOf children', async () => {
    const model = await importText(
      withDefinitions(`
  Pet: { type: object, required: [kind], discriminator: kind, properties: { kind: { type: string } } }
  zoo.Cat: { allOf: [{ $ref: '#/definitions/Pet' }, { type: object }] }
  'Dog[Big]': { allOf: [{ $ref: '#/definitions/Pet' }, { type: object, title: Dog }] }`),
    );
    const pet = schemaNamed(model, 'Pet');
    expect(valueAt(pet, '/discriminator/propertyName')).toBe('kind');
    expect(mappingOf(pet)).toMatchObject({
      'zoo.Cat': 'zoo_Cat.json',
      'Dog[Big]': expect.stringMatching(/^Dog.*\.json$/),
    });
  });

  testCase('has its default value rewritten', async () => {
    const model = await importText(
      withSchemas(
        '3.2.0',
        `
    Pet: { oneOf: [{ $ref: '#/components/schemas/my.Cat' }, { $ref: '#/components/schemas/my.Other' }], discriminator: { propertyName: kind, mapping: { cat: my.Cat }, defaultMapping: my.Other } }
    Home: { oneOf: [{ $ref: '#/components/schemas/my.Cat' }], discriminator: { propertyName: kind, defaultMapping: '#/components/schemas/my.Other' } }
    my.Cat: ${kinds}
    my.Other: { type: object, title: Other }`,
      ),
    );
    expect(valueAt(schemaNamed(model, 'Pet'), '/discriminator/defaultMapping')).toBe('my_Other.json');
    expect(valueAt(schemaNamed(model, 'Home'), '/discriminator/defaultMapping')).toBe('my_Other.json');
    expect(mappingOf(schemaNamed(model, 'Pet'))).toMatchObject({ cat: 'my_Cat.json' });
  });
});

describeCases('Keywords of older drafts', (testCase) => {
  const dialect = 'jsonSchemaDialect: https://json-schema.org/draft/2019-09/schema\n';

  testCase('keep the recursion of $recursiveRef', async () => {
    const model = await importText(
      withSchemas(
        '3.1.0',
        "    Tree: { $recursiveAnchor: true, type: object, properties: { n: { type: integer }, kids: { type: array, items: { $recursiveRef: '#' } } } }",
        dialect,
      ),
    );
    expect(accepts(model, 'Tree', { kids: [{ kids: [{ n: 1 }] }] })).toBe(true);
    expect(accepts(model, 'Tree', { kids: [{ kids: [{ n: 'x' }] }] })).toBe(false);
    expect(codesAt(model, '/components/schemas/Tree')).toContain('SCHEMA_KEYWORD_TRANSLATED');
  });

  for (const version of ['3.1.0', '3.2.0'])
    testCase(`report boolean limits without their partner in ${version}`, async () => {
      const model = await importText(
        withSchemas(
          version,
          '    Alone: { type: number, exclusiveMaximum: true }\n    Low: { type: number, exclusiveMinimum: true }',
        ),
      );
      expect(codesAt(model, '/components/schemas/Alone/exclusiveMaximum')).toContain('SCHEMA_KEYWORD_INVALID');
      expect(codesAt(model, '/components/schemas/Low/exclusiveMinimum')).toContain('SCHEMA_KEYWORD_INVALID');
    });

  testCase('join example and examples', async () => {
    const model = await importText(
      withSchemas('3.1.0', '    Both: { type: string, example: a-first, examples: [b-second] }'),
    );
    const text = JSON.stringify(schemaNamed(model, 'Both'));
    expect(text).toContain('a-first');
    expect(text).toContain('b-second');
  });

  testCase('account for examples that are a map, $vocabulary and $recursiveAnchor', async () => {
    const model = await importText(
      withSchemas(
        '3.1.0',
        "    A: { type: string, examples: { one: { value: unique-value } } }\n    B: { $vocabulary: { 'https://example.com/vocabulary': true }, type: string }",
      ),
    );
    expect(isAccountedFor(model, 'unique-value', '/components/schemas/A/examples')).toBe(true);
    expect(isAccountedFor(model, 'https://example.com/vocabulary', '/components/schemas/B')).toBe(true);
  });

  testCase('account for dependencies, definitions and id', async () => {
    const model = await importText(
      withSchemas(
        '3.0.3',
        '    A: { type: object, dependencies: { a: [b] }, definitions: { X: { type: string, title: unique-title } } }\n    B: { id: unique-id, type: string }',
      ),
    );
    expect(isAccountedFor(model, 'unique-title', '/components/schemas/A/definitions')).toBe(true);
    expect(isAccountedFor(model, 'unique-id', '/components/schemas/B/id')).toBe(true);
    expect(codesOf(model)).toContain('SCHEMA_KEYWORD_TRANSLATED');
    expect(accepts(model, 'A', { a: 1 })).toBe(false);
  });

  testCase('report boolean limits with their partner in 3.1, and examples that are a map', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        'components: { schemas: { S: { maximum: 5, exclusiveMaximum: true, minimum: 1, exclusiveMinimum: false }, M: { examples: { one: { value: 1 } } } } }',
      ),
    );
    expect(schemaNamed(model, 'S')).toEqual({ exclusiveMaximum: 5, minimum: 1 });
    for (const keyword of ['exclusiveMaximum', 'exclusiveMinimum'])
      expect(codesAt(model, `/components/schemas/S/${keyword}`)).toEqual(['SCHEMA_KEYWORD_TRANSLATED']);
    expect(codesAt(model, '/components/schemas/M/examples')).toEqual(['SCHEMA_KEYWORD_INVALID']);
    const older = await importText(
      openapi('3.0.3', 'paths: {}\ncomponents: { schemas: { S: { maximum: 5, exclusiveMaximum: true } } }'),
    );
    expect(codesAt(older, '/components/schemas/S')).toEqual([]);
  });
});

describeCases('A discriminator that is a text', (testCase) => {
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`names the property, and is reported in ${version}`, async () => {
      const model = await importText(
        openapi(
          version,
          'paths: {}\ncomponents: { schemas: { S: { type: object, discriminator: kind }, N: { discriminator: 5 } } }',
        ),
      );
      expect(schemaNamed(model, 'S')).toMatchObject({ discriminator: { propertyName: 'kind' } });
      expect(codesAt(model, '/components/schemas/S/discriminator')).toEqual(['SCHEMA_KEYWORD_INVALID']);
      expect(codesAt(model, '/components/schemas/N/discriminator')).toEqual(['SCHEMA_KEYWORD_INVALID']);
    });

  testCase('is the form of Swagger 2.0', async () => {
    const model = await importText(swagger('paths: {}\ndefinitions: { S: { type: object, discriminator: kind } }'));
    expect(codesAt(model, '/definitions/S/discriminator')).toEqual([]);
  });
});
