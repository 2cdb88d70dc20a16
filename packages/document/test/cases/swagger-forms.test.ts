import { expect } from 'vitest';
import { actionNamed, codesAt, codesOf, importText, keptText, messageOf, schemaNamed, swagger } from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = 'responses: { 200: { description: ok } }';

describeCases('Form fields with a schema, as OpenAPI 3 has them', (testCase) => {
  const form = (fields: string) =>
    swagger(`
      parameters: { List: { name: list, in: formData, collectionFormat: pipes, schema: { type: array, items: { type: string } } } }
      definitions: { Pet: { type: object, properties: { age: { type: integer } } } }
      paths: { /a: { post: { operationId: a, parameters: [${fields}], ${done} } } }`);
  const cases = [
    ['a type', '{ name: f, in: formData, schema: { type: integer, minimum: 1 } }', { type: 'integer', minimum: 1 }],
    [
      'annotations beside it',
      "{ name: f, in: formData, description: d, x-e: 1, schema: { type: string, default: '2' } }",
      { description: 'd', 'x-e': 1, type: 'string', default: '2' },
    ],
    ['a reference', "{ name: f, in: formData, schema: { $ref: '#/definitions/Pet' } }", { $ref: 'Pet.json' }],
    ['a file', '{ name: f, in: formData, schema: { type: file } }', { type: 'string', format: 'binary' }],
    [
      'a type of its own',
      '{ name: f, in: formData, type: string, schema: { type: integer } }',
      { type: 'string', 'x-schema': { type: 'integer' } },
    ],
  ] as const;
  for (const [what, field, expected] of cases)
    testCase(`have its type, reported: ${what}`, async () => {
      const model = await importText(form(field));
      expect(schemaNamed(model, 'ARequest')['properties']).toEqual({ f: expected });
      expect(codesAt(model, '/paths/~1a/post/parameters/0/schema')).toContain('SWAGGER2_SCHEMA_MISPLACED');
    });

  testCase('are sent as multipart where they hold files', async () => {
    const model = await importText(form('{ name: f, in: formData, schema: { type: string, format: binary } }'));
    expect(keptText(model)).toContain('"multipart/form-data"');
  });

  testCase('keep the list format of a shared field', async () => {
    const model = await importText(form("{ $ref: '#/parameters/List' }"));
    expect(actionNamed(model, 'a').requestBody?.openapi).toMatchObject({
      content: {
        'application/x-www-form-urlencoded': { encoding: { list: { style: 'pipeDelimited', explode: false } } },
      },
    });
  });

  testCase('have the places of their values', async () => {
    const model = await importText(form("{ name: f, in: formData, schema: { type: integer, default: '3' } }"));
    expect(codesAt(model, '/paths/~1a/post/parameters/0/schema/default')).toEqual(['SCHEMA_VALUE_MISFIT']);
  });
});

describeCases('A second form field of the same name', (testCase) => {
  testCase('is left out, kept, and called repeated', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { post: { operationId: a, parameters: [{ name: f, in: formData, type: string }, { name: f, in: formData, type: integer }], ${done} } } }`),
    );
    expect(codesAt(model, '/paths/~1a/post/parameters/1')).toEqual(['PARAM_REPEATED']);
    expect(schemaNamed(model, 'ARequest')['properties']).toEqual({ f: { type: 'string' } });
    expect(actionNamed(model, 'a').openapi?.['parameters']).toEqual([
      { name: 'f', in: 'formData', schema: { type: 'integer' } },
    ]);
  });

  testCase('is invalid beside a body, like other fields', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { post: { operationId: a, parameters: [{ name: b, in: body, schema: {} }, { name: f, in: formData, type: string }], ${done} } } }`),
    );
    expect(codesOf(model)).not.toContain('PARAM_REPEATED');
    expect(messageOf(model, 'PARAM_INVALID')?.detail).toEqual([
      expect.stringContaining('in: "formData", but another parameter is the body'),
    ]);
  });
});
