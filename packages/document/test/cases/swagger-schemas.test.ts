import { expect } from 'vitest';
import {
  accepts,
  actionNamed,
  codesAt,
  codesOf,
  expandedSchema,
  importText,
  responseOf,
  schemaNamed,
  swagger,
  valueAt,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const withDefinitions = (definitions: string): string =>
  swagger(`paths: {}\ndefinitions:\n${definitions.replace(/^\n/, '')}`);

describeCases('Null in data of Swagger 2.0', (testCase) => {
  testCase('stays in default, enum and extensions', async () => {
    const schema = schemaNamed(
      await importText(
        withDefinitions(
          '  T: { type: object, default: { gone: null, other: 1 }, x-data: { gone: null }, properties: { b: { type: object, enum: [{ k: null }, { k: 1 }] } } }',
        ),
      ),
      'T',
    );
    expect(schema).toMatchObject({ default: { gone: null, other: 1 }, 'x-data': { gone: null } });
    expect(valueAt(schema, '/properties/b/enum')).toEqual([{ k: null }, { k: 1 }]);
  });

  testCase('stays as a value of its own', async () => {
    const model = await importText(
      withDefinitions(
        '  A: { default: null, enum: [null, a] }\n  B: { type: array, items: { type: string }, default: [null], x-list: [null, 1] }',
      ),
    );
    expect(schemaNamed(model, 'A')).toMatchObject({ enum: [null, 'a'] });
    expect(schemaNamed(model, 'A')).toHaveProperty('default', null);
    expect(schemaNamed(model, 'B')).toMatchObject({ default: [null], 'x-list': [null, 1] });
  });

  testCase('stays in examples and in inline schemas', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, schema: { type: object, example: { gone: null }, properties: { p: { type: object, default: { k: null } } } } } } } } }`),
    );
    const schema = schemaNamed(model, responseOf(model, 'a', 200)[0] ?? '');
    expect(JSON.stringify(schema)).toContain('{"gone":null}');
    expect(valueAt(schema, '/properties/p/default')).toEqual({ k: null });
  });
});

describeCases('Types of Swagger 2.0', (testCase) => {
  testCase('may be null, alone and in a union', async () => {
    const model = await importText(
      withDefinitions(
        "  Maybe: { oneOf: [{ type: string }, { type: 'null' }] }\n  Nothing: { type: 'null' }\n  Both: { type: [string, 'null'] }",
      ),
    );
    expect(schemaNamed(model, 'Nothing')).toEqual({ type: 'null' });
    expect(schemaNamed(model, 'Maybe')).toEqual({ oneOf: [{ type: 'string' }, { type: 'null' }] });
    for (const name of ['Maybe', 'Both']) {
      expect(accepts(model, name, 'a')).toBe(true);
      expect(accepts(model, name, null)).toBe(true);
      expect(accepts(model, name, 1)).toBe(false);
    }
    expect(codesOf(model)).not.toContain('SCHEMA_NULLABLE_IGNORED');
  });

  testCase('may be tuples', async () => {
    const model = await importText(
      withDefinitions(
        '  Pair: { type: array, items: [{ type: string }, { type: integer }] }\n  Closed: { type: array, items: [{ type: string }], additionalItems: false }',
      ),
    );
    expect(schemaNamed(model, 'Pair')).toMatchObject({ prefixItems: [{ type: 'string' }, { type: 'integer' }] });
    expect(codesAt(model, '/definitions/Pair')).toContain('SCHEMA_KEYWORD_TRANSLATED');
    expect(accepts(model, 'Pair', [1, 'x'])).toBe(false);
    expect(accepts(model, 'Closed', ['a', 'b'])).toBe(false);
  });

  testCase('may be null in a property and in an inline schema', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, schema: { type: object, properties: { n: { type: 'null' }, t: { type: [string, 'null'] }, u: { type: [integer, string] } } } } } } } }`),
    );
    const [name = ''] = responseOf(model, 'a', 200);
    expect(accepts(model, name, { n: null, t: null, u: 1 })).toBe(true);
    for (const wrong of [{ n: 1 }, { t: 1 }, { u: true }]) expect(accepts(model, name, wrong)).toBe(false);
  });

  testCase('are types of parameters and headers with x-nullable, as of schemas', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, parameters: [{ name: n, in: query, type: integer, x-nullable: true, default: null }], responses: { 200: { description: ok, headers: { H: { type: string, x-nullable: true } } } } } } }`),
    );
    const { parameters, responses } = actionNamed(model, 'a');
    expect(parameters[0]).toMatchObject({ type: 'integer', openapi: { schema: { type: ['integer', 'null'] } } });
    expect(responses[0]?.openapi).toMatchObject({ headers: { H: { schema: { type: ['string', 'null'] } } } });
    expect(codesOf(model)).not.toContain('SCHEMA_VALUE_MISFIT');
  });

  testCase('stay with x-nullable, and with extensions that are no keywords', async () => {
    const model = await importText(
      withDefinitions(
        '  A: { type: string, x-nullable: true }\n  B: { type: object, x-oneOf: [{ type: string }], x-anyOf: unique-text, x-required: [a] }',
      ),
    );
    expect(accepts(model, 'A', null)).toBe(true);
    expect(accepts(model, 'B', {})).toBe(true);
    expect(accepts(model, 'B', 'text')).toBe(false);
    expect(JSON.stringify(expandedSchema(model, 'B'))).toContain('unique-text');
  });
});
