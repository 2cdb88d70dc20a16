import { expect } from 'vitest';
import {
  actionNamed,
  codesAt,
  codesOf,
  importText,
  keptText,
  openapi,
  parametersOf,
  schemaNamed,
  swagger,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const responses = 'responses: { 200: { description: Done } }';

describeCases('A text where a boolean is meant', (testCase) => {
  const swaggerPath = (parameter: string): string =>
    swagger(`paths: { /a: { post: { operationId: a, parameters: [${parameter}], ${responses} } } }`);
  const place = '/paths/~1a/post/parameters/0/required';

  for (const written of ['"true"', '"True"', "'TRUE'"])
    testCase(`makes a field of a form required: ${written}`, async () => {
      const model = await importText(swaggerPath(`{ name: f, in: formData, type: string, required: ${written} }`));
      expect(schemaNamed(model, 'ARequest')['required']).toEqual(['f']);
      expect(actionNamed(model, 'a').requestBody?.required).toBe(true);
      expect(codesAt(model, place)).toEqual(['VALUE_NOT_BOOLEAN']);
    });

  testCase('makes a body of Swagger 2.0 required', async () => {
    const model = await importText(swaggerPath("{ name: b, in: body, schema: { type: object }, required: 'true' }"));
    expect(actionNamed(model, 'a').requestBody?.required).toBe(true);
    expect(codesAt(model, place)).toEqual(['VALUE_NOT_BOOLEAN']);
  });

  for (const [version, document] of [
    ['2.0', swaggerPath("{ name: q, in: query, type: string, required: 'true' }")],
    ...['3.0.3', '3.1.0', '3.2.0'].map((declared) => [
      declared,
      openapi(
        declared,
        `paths: { /a: { post: { operationId: a, parameters: [{ name: q, in: query, schema: { type: string }, required: 'true' }], ${responses} } } }`,
      ),
    ]),
  ] as const)
    testCase(`makes a parameter of ${version} required`, async () => {
      const model = await importText(document ?? '');
      expect(parametersOf(model, 'a')['q']?.['required']).toBe(true);
      expect(codesAt(model, place)).toEqual(['VALUE_NOT_BOOLEAN']);
    });

  testCase('makes a request body required', async () => {
    const body = "{ required: 'true', content: { application/json: { schema: { type: object } } } }";
    const model = await importText(
      openapi('3.1.0', `paths: { /a: { post: { operationId: a, requestBody: ${body}, ${responses} } } }`),
    );
    expect(actionNamed(model, 'a').requestBody?.required).toBe(true);
  });

  testCase('that names false makes nothing required', async () => {
    const model = await importText(swaggerPath("{ name: f, in: formData, type: string, required: 'false' }"));
    expect(schemaNamed(model, 'ARequest')['required']).toBeUndefined();
    expect(codesAt(model, place)).toEqual(['VALUE_NOT_BOOLEAN']);
  });

  for (const parameter of ['in: formData', 'in: query'])
    testCase(`that names none is kept and reported: ${parameter}`, async () => {
      const model = await importText(swaggerPath(`{ name: f, ${parameter}, type: string, required: 'maybe' }`));
      expect(keptText(model)).toContain('maybe');
      expect(codesOf(model)).not.toContain('VALUE_NOT_BOOLEAN');
      expect(codesAt(model, place)).toEqual(['SCHEMA_VIOLATION']);
    });
});
