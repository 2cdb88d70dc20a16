import { expect } from 'vitest';
import {
  codesAt,
  detailsOf,
  importFiles,
  importText,
  openapi,
  parametersOf,
  schemaNamed,
  swagger,
  valueAt,
  messageOf,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = "responses: { '204': { description: Done } }";
const schemas = (version: string, list: readonly string[]): string =>
  openapi(
    version,
    `paths: {}\ncomponents:\n  schemas:\n${list.map((schema, index) => `    S${index}: ${schema}`).join('\n')}`,
  );
const misfit = 'SCHEMA_VALUE_MISFIT';

describeCases('A value that its schema refuses', (testCase) => {
  const refused = [
    '{ type: string, default: null }',
    '{ type: [integer, boolean], default: a }',
    '{ type: array, items: { type: string }, default: a }',
    '{ type: array, items: { type: string }, enum: [a, b] }',
    '{ type: object, default: [] }',
    '{ type: string, default: [a] }',
    '{ type: string, const: null }',
    '{ type: string, enum: [a, null] }',
    '{ type: boolean, default: { a: 1 } }',
  ];
  testCase('of any type is a message at its place', async () => {
    const model = await importText(schemas('3.1.0', refused));
    for (const index of refused.keys()) expect(codesAt(model, `/components/schemas/S${index}`)).toEqual([misfit]);
    expect(schemaNamed(model, 'S0')).toEqual({ type: 'string', default: null });
    expect(detailsOf(model)).toContain('null is no string');
    expect(detailsOf(model)).toContain('"a" is no integer or boolean');
  });

  testCase('is none that it allows', async () => {
    const allowed = [
      "{ type: [string, 'null'], default: null }",
      '{ type: [integer, boolean], default: true, enum: [true, 1] }',
      '{ type: number, default: 1 }',
      '{ type: array, items: { type: string }, default: [a] }',
      '{ type: object, default: {} }',
      '{ default: null }',
      '{ type: string, example: null, examples: [null, 1] }',
    ];
    const model = await importText(schemas('3.1.0', allowed));
    expect(codesAt(model, '/components')).toEqual([]);
  });

  testCase('is no null where 3.0 says nullable, and 2.0 x-nullable', async () => {
    const nullable = ['{ type: string, nullable: true, default: null, enum: [a, null] }'];
    expect(codesAt(await importText(schemas('3.0.3', nullable)), '/components')).toEqual([]);
    expect(codesAt(await importText(schemas('3.1.0', nullable)), '/components')).toContain(misfit);
    const model = await importText(
      swagger(`
        paths: {}
        definitions:
          A: { type: string, x-nullable: true, default: null }
          B: { type: string, nullable: true, default: null }`),
    );
    expect(codesAt(model, '/definitions/A')).toEqual([]);
    expect(codesAt(model, '/definitions/B')).toContain(misfit);
  });
});

describeCases('A default beyond a limit of its schema', (testCase) => {
  const misfitOf = async (version: string, schema: string): Promise<string | undefined> => {
    const document = `paths: { /a: { get: { operationId: a, parameters: [{ name: p, in: query, schema: ${schema} }], ${done} } } }`;
    return messageOf(await importText(openapi(version, document)), misfit)?.detail[0]?.split('): ')[1];
  };
  for (const [version, schema, expected] of [
    ['3.0.3', '{ type: integer, minimum: 0, exclusiveMinimum: true, default: 0 }', '0 is not above exclusiveMinimum'],
    ['3.0.3', '{ type: integer, maximum: 9, exclusiveMaximum: true, default: 9 }', '9 is not below exclusiveMaximum'],
    ['3.0.3', '{ type: integer, maximum: 9, exclusiveMaximum: false, default: 9 }', undefined],
    ['3.1.0', '{ type: number, exclusiveMinimum: 0, default: -1 }', '-1 is not above exclusiveMinimum'],
    ['3.1.0', '{ type: number, exclusiveMaximum: 1.5, default: 1.5 }', '1.5 is not below exclusiveMaximum'],
    ['3.1.0', '{ type: number, exclusiveMaximum: 1.5, default: 1.4 }', undefined],
    ['3.1.0', '{ type: integer, multipleOf: 5, default: 7 }', '7 is not a multiple of multipleOf'],
    ['3.1.0', '{ type: number, multipleOf: 0.1, default: 0.3 }', undefined],
    ['3.1.0', "{ type: string, minLength: 2, default: '\u{1F600}' }", '"\u{1F600}" is shorter than minLength'],
    ['3.1.0', "{ type: string, maxLength: 1, default: '\u{1F600}' }", undefined],
    ['3.1.0', '{ type: string, maxLength: 1, default: ab }', '"ab" is longer than maxLength'],
    ['3.1.0', '{ enum: [a, 2], default: 3 }', '3 is not in enum'],
    ['3.1.0', '{ enum: [a, 2], default: 2 }', undefined],
  ] as const)
    testCase(`is a message only where it is one: ${schema} in ${version}`, async () => {
      expect(await misfitOf(version, schema)).toBe(expected);
    });
});

describeCases('The default of a parameter', (testCase) => {
  const document = (version: string, schema: string): string =>
    openapi(
      version,
      `
      paths: { /a: { get: { operationId: a, parameters: [{ name: p, in: query, schema: ${schema} }], ${done} } } }
      components:
        schemas:
          Level: { type: string, enum: [low, high], default: low }
          Page: { allOf: [{ $ref: '#/components/schemas/Size' }, { maximum: 9 }] }
          Size: { type: integer, default: '5' }`,
    );
  const defaultOf = async (schema: string, version = '3.0.3'): Promise<unknown> =>
    parametersOf(await importText(document(version, schema)), 'a')['p']?.['default'];

  testCase('is that of a schema in its allOf', async () => {
    expect(await defaultOf("{ allOf: [{ $ref: '#/components/schemas/Level' }], description: How much }")).toBe('low');
    expect(await defaultOf("{ allOf: [{ $ref: '#/components/schemas/Level' }], default: high }")).toBe('high');
    expect(await defaultOf("{ $ref: '#/components/schemas/Page' }")).toBe(5);
    expect(await defaultOf('{ allOf: [{ type: string }, { default: a }] }', '3.1.0')).toBe('a');
  });

  testCase('is none of what stands beside a reference of 3.0', async () => {
    const schema = "{ $ref: '#/components/schemas/Plain', allOf: [{ default: a }] }";
    expect(await defaultOf(schema)).toBeUndefined();
  });
});

describeCases('A discriminator across files', (testCase) => {
  testCase('has the values of renamed schemas of other files', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.0.3',
        `
        paths: {}
        components:
          schemas:
            Any: { oneOf: [{ $ref: schemas/cat.yaml }, { $ref: 'schemas/all.yaml#/zoo.Dog' }], discriminator: { propertyName: kind } }
            Plain: { oneOf: [{ $ref: schemas/cat.yaml }], discriminator: { propertyName: kind } }`,
      ),
      'schemas/cat.yaml': '{ type: object }',
      'schemas/all.yaml': 'zoo.Dog: { type: object, title: Dog }',
    });
    const mapping = { cat: 'cat.json', 'zoo.Dog': 'zoo_Dog.json' };
    expect(valueAt(schemaNamed(model, 'Any'), '/discriminator/mapping')).toEqual(mapping);
    expect(valueAt(schemaNamed(model, 'Plain'), '/discriminator/mapping')).toBeUndefined();
  });
});

describeCases('A second body of Swagger 2.0', (testCase) => {
  testCase('is refused because of the first, and called nothing else', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { post: { operationId: a, parameters: [{ name: x, in: body, schema: { type: string } }, { name: y, in: body, schema: { type: integer } }, { name: z, in: formData, type: string }], ${done} } } }`),
    );
    expect(codesAt(model, '/paths/~1a/post/parameters/1')).toEqual(['PARAM_INVALID']);
    expect(codesAt(model, '/paths/~1a/post/parameters/2')).toEqual(['PARAM_INVALID']);
    expect(detailsOf(model)).toContain('in: "body", but another parameter is the body');
  });
});

describeCases('A discriminator behind an alias', (testCase) => {
  testCase('has the values of schemas that extend the alias', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        `
        paths: {}
        components:
          schemas:
            Pet: { type: object, required: [kind], discriminator: { propertyName: kind }, properties: { kind: { type: string } } }
            Animal: { $ref: '#/components/schemas/Pet' }
            zoo.Cat: { allOf: [{ $ref: '#/components/schemas/Animal' }, { type: object }] }`,
      ),
    );
    expect(valueAt(schemaNamed(model, 'Pet'), '/discriminator/mapping')).toMatchObject({ 'zoo.Cat': 'zoo_Cat.json' });
  });

  testCase('has the values of schemas that extend it beside a reference in 3.1', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths: {}
        components:
          schemas:
            Pet: { type: object, required: [kind], discriminator: { propertyName: kind }, properties: { kind: { type: string } } }
            zoo.Cat: { $ref: '#/components/schemas/Pet', properties: { meow: { type: boolean } } }`,
      ),
    );
    expect(valueAt(schemaNamed(model, 'Pet'), '/discriminator/mapping')).toMatchObject({ 'zoo.Cat': 'zoo_Cat.json' });
  });
});
