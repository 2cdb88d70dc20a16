import { expect } from 'vitest';
import {
  actionNamed,
  codesAt,
  codesOf,
  importText,
  openapi,
  parametersOf,
  swagger,
  warningsAt,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const withParameters = (version: string, parameters: string, rest = ''): string =>
  openapi(
    version,
    `paths: { /a: { get: { operationId: a, parameters: ${parameters}, responses: { '204': { description: Done } } } } }\n${rest}`,
  );
const place = (index: number): string => `/paths/~1a/get/parameters/${index}`;

describeCases('A default of another type', (testCase) => {
  const defaults = `[
    { name: limit, in: query, schema: { type: integer, default: '20' } },
    { name: deep, in: query, schema: { type: boolean, default: 'false' } },
    { name: ratio, in: query, schema: { type: number, default: half } },
    { name: colour, in: query, schema: { type: string, enum: [red, blue], default: green } },
    { name: code, in: query, schema: { type: string, default: 7 } }]`;
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`is read as the type of its parameter, or left out, in ${version}`, async () => {
      const model = await importText(withParameters(version, defaults));
      const parameters = parametersOf(model, 'a');
      expect(parameters['limit']).toMatchObject({ type: 'integer', default: 20 });
      expect(parameters['deep']).toMatchObject({ type: 'boolean', default: false });
      expect(parameters['ratio']).not.toHaveProperty('default');
      expect(parameters['code']).toMatchObject({ type: 'string', default: '7' });
      for (const index of [0, 1, 2, 3, 4])
        expect(warningsAt(model, place(index)), `parameter ${index}`).not.toEqual([]);
    });

  testCase('is read so in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, parameters: [{ name: limit, in: query, type: integer, default: '20' }, { name: ratio, in: query, type: number, default: half }, { name: code, in: query, type: string, default: 7 }], responses: { 204: { description: ok } } } } }`),
    );
    expect(parametersOf(model, 'a')['limit']).toMatchObject({ type: 'integer', default: 20 });
    expect(parametersOf(model, 'a')['ratio']).not.toHaveProperty('default');
    expect(parametersOf(model, 'a')['code']).toMatchObject({ default: '7' });
    for (const index of [0, 1, 2]) expect(warningsAt(model, place(index))).not.toEqual([]);
  });

  testCase('is read so behind references', async () => {
    const model = await importText(
      withParameters(
        '3.1.0',
        "[{ $ref: '#/components/parameters/P' }]",
        "components: { parameters: { P: { name: p, in: query, schema: { $ref: '#/components/schemas/S' } } }, schemas: { S: { type: integer, default: '3' } } }",
      ),
    );
    expect(parametersOf(model, 'a')['p']).toMatchObject({ type: 'integer', default: 3 });
  });

  testCase('is not read from texts that are no number of the type', async () => {
    const model = await importText(
      withParameters(
        '3.1.0',
        "[{ name: a, in: query, schema: { type: integer, default: '1.5' } }, { name: b, in: query, schema: { type: integer, default: '' } }, { name: c, in: query, schema: { type: boolean, default: 'yes' } }, { name: d, in: query, schema: { type: integer, default: 2.5 } }]",
      ),
    );
    for (const parameter of actionNamed(model, 'a').parameters) expect(parameter).not.toHaveProperty('default');
    for (const index of [0, 1, 2, 3]) expect(warningsAt(model, place(index))).not.toEqual([]);
  });

  testCase('that fits is taken without a message', async () => {
    const model = await importText(
      withParameters(
        '3.1.0',
        "[{ name: a, in: query, schema: { type: number, default: 1 } }, { name: b, in: query, schema: { type: [string, 'null'], default: null } }, { name: c, in: query, schema: { type: string, default: '' } }]",
      ),
    );
    expect(model.messages).toEqual([]);
    expect(parametersOf(model, 'a')['c']).toMatchObject({ default: '' });
  });

  testCase('below a minimum, and values of another type in enum, are reported', async () => {
    const model = await importText(
      withParameters(
        '3.0.3',
        '[{ name: a, in: query, schema: { type: integer, minimum: 5, default: 1 } }, { name: b, in: query, schema: { type: string, enum: [1, 2] } }]',
      ),
    );
    expect(codesAt(model, place(0))).not.toEqual([]);
    expect(codesAt(model, place(1))).not.toEqual([]);
  });
});

describeCases('The type of a parameter', (testCase) => {
  const type = async (schema: string, version = '3.1.0', rest = ''): Promise<readonly [unknown, readonly string[]]> => {
    const model = await importText(withParameters(version, `[{ name: p, in: query, schema: ${schema} }]`, rest));
    return [parametersOf(model, 'a')['p']?.['type'], codesAt(model, place(0))];
  };
  for (const [schema, expected] of [
    ['{ allOf: [{ type: number }, { type: integer }] }', 'integer'],
    ['{ allOf: [{ type: integer }, { type: number }] }', 'integer'],
    ['{ allOf: [{ type: [string, integer] }, { type: integer }] }', 'integer'],
    ['{ type: [string, integer], enum: [1, 2] }', 'integer'],
    ['{ type: [string, integer], const: x }', 'string'],
    ['{ type: [string, integer], allOf: [{ type: [integer, boolean] }] }', 'integer'],
    ['{ allOf: [{}, { type: boolean }] }', 'boolean'],
    ['{ allOf: [{ description: words }, { minimum: 1, type: integer }] }', 'integer'],
    ['{ type: integer, oneOf: [{ minimum: 5 }, { maximum: 1 }] }', 'integer'],
    ["{ anyOf: [{ type: integer }, { type: 'null' }] }", 'integer'],
  ] as const)
    testCase(`is ${expected} for ${schema}`, async () => {
      expect(await type(schema)).toEqual([expected, []]);
    });

  for (const schema of [
    '{ anyOf: [{ type: integer }, {}] }',
    '{ oneOf: [{ type: integer }, { description: anything }] }',
    '{ anyOf: [{ type: integer }, true] }',
    '{ anyOf: [{ type: integer }, { type: string }] }',
    '{ allOf: [{ anyOf: [{ type: integer }, {}] }] }',
  ])
    testCase(`is string with a message for ${schema}`, async () => {
      const [found, codes] = await type(schema);
      expect(found).toBe('string');
      expect(codes.some((code) => code === 'PARAM_NOT_SCALAR' || code === 'PARAM_TYPE_UNKNOWN')).toBe(true);
    });

  testCase('meets the types of a reference and its siblings', async () => {
    const schemas = 'components: { schemas: { Any: { type: [string, integer] }, Count: { type: integer } } }';
    expect(await type("{ $ref: '#/components/schemas/Any', enum: [1] }", '3.1.0', schemas)).toEqual(['integer', []]);
    expect(
      await type(
        "{ allOf: [{ $ref: '#/components/schemas/Any' }, { $ref: '#/components/schemas/Count' }] }",
        '3.1.0',
        schemas,
      ),
    ).toEqual(['integer', []]);
    expect(
      await type("{ allOf: [{ $ref: '#/components/schemas/Count' }, { type: number }] }", '3.0.3', schemas),
    ).toEqual(['integer', []]);
  });

  for (const name of ['int', 'String', 'date', 'nummer'])
    testCase(`is unknown, not mixed, for the type ${name}`, async () => {
      const [found, codes] = await type(`{ type: ${name} }`);
      expect(found).toBe('string');
      expect(codes).toContain('PARAM_TYPE_UNKNOWN');
      expect(codes).not.toContain('PARAM_NOT_SCALAR');
    });
});

describeCases('A parameter with a list of no types', (testCase) => {
  testCase('states no type', async () => {
    const model = await importText(withParameters('3.1.0', '[{ name: q, in: query, schema: { type: [] } }]'));
    expect(codesAt(model, place(0))).toEqual(['PARAM_TYPE_UNKNOWN', 'SCHEMA_KEYWORD_INVALID']);
  });
});

describeCases('A parameter that no value fits', (testCase) => {
  const withSchema = (schema: string): string =>
    openapi(
      '3.1.0',
      `paths: { /a: { get: { operationId: a, parameters: [{ name: q, in: query, schema: ${schema} }], responses: { 200: { description: Done } } } } }`,
    );
  for (const schema of [
    '{ allOf: [{ type: string }, { type: integer }] }',
    "{ type: 'null' }",
    "{ type: ['null'] }",
    '{ const: null }',
    "{ oneOf: [{ type: 'null' }] }",
    'false',
  ])
    testCase(`is a string, without the claim that no type is stated: ${schema}`, async () => {
      const model = await importText(withSchema(schema));
      expect(parametersOf(model, 'a')['q']?.['type']).toBe('string');
      expect(codesOf(model)).not.toContain('PARAM_TYPE_UNKNOWN');
      expect(codesAt(model, '/paths/~1a/get/parameters/0')).toContain('PARAM_TYPE_CONTRADICTORY');
    });
});
