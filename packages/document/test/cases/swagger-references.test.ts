import { expect } from 'vitest';
import {
  accepts,
  actionNamed,
  bodyOf,
  codesAt,
  codesOf,
  detailsOf,
  importText,
  messageOf,
  parametersOf,
  responseOf,
  swagger,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

describeCases('An encoded reference of Swagger 2.0', (testCase) => {
  const document = swagger(`
    parameters:
      page size: { name: size, in: query, required: true, type: integer }
      a/b: { name: slash, in: query, type: integer }
      The Body: { name: b, in: body, required: true, schema: { type: object, required: [x] } }
      'til~de': { name: tilde, in: header, type: string }
      Größe: { name: wide, in: query, type: string }
    responses:
      Not Found: { description: not found, schema: { type: string } }
    paths:
      /a:
        post:
          operationId: a
          parameters:
            - $ref: '#/parameters/page%20size'
            - $ref: '#/parameters/a~1b'
            - $ref: '#/parameters/The%20Body'
            - $ref: '#/parameters/til~0de'
            - $ref: '#/parameters/Gr%C3%B6%C3%9Fe'
          responses:
            404: { $ref: '#/responses/Not%20Found' }`);

  testCase('leads to shared parameters', async () => {
    const parameters = parametersOf(await importText(document), 'a');
    expect(Object.keys(parameters).sort()).toEqual(['size', 'slash', 'tilde', 'wide']);
    expect(parameters['size']).toMatchObject({ required: true, type: 'integer' });
    expect(parameters['slash']).toMatchObject({ in: 'query', type: 'integer' });
  });

  testCase('leads to a shared body', async () => {
    const model = await importText(document);
    expect(actionNamed(model, 'a').requestBody?.required).toBe(true);
    const [name = ''] = bodyOf(model, 'a');
    expect(accepts(model, name, { x: 1 })).toBe(true);
    expect(accepts(model, name, {})).toBe(false);
  });

  testCase('leads to a shared response', async () => {
    const model = await importText(document);
    const [name = ''] = responseOf(model, 'a', 404);
    expect(accepts(model, name, 'text')).toBe(true);
    expect(accepts(model, name, 1)).toBe(false);
    expect(messageOf(model, 'REFERENCE_DANGLING')).toBeUndefined();
  });

  testCase('leads to a shared form field', async () => {
    const model = await importText(
      swagger(`
        parameters: { 'form field': { name: f, in: formData, type: integer, required: true } }
        paths: { /a: { post: { operationId: a, consumes: [application/x-www-form-urlencoded], parameters: [{ $ref: '#/parameters/form%20field' }], responses: { 204: { description: ok } } } } }`),
    );
    const [name = ''] = bodyOf(model, 'a');
    expect(accepts(model, name, { f: 1 })).toBe(true);
    expect(accepts(model, name, {})).toBe(false);
  });

  testCase('leads to shared parameters of a path item', async () => {
    const model = await importText(
      swagger(`
        parameters: { 'in all': { name: all, in: query, type: integer } }
        paths: { /a: { parameters: [{ $ref: '#/parameters/in%20all' }], get: { operationId: a, responses: { 204: { description: ok } } } } }`),
    );
    expect(Object.keys(parametersOf(model, 'a'))).toEqual(['all']);
  });
});

describeCases('A parameter reference of Swagger 2.0 that leads nowhere', (testCase) => {
  const document = swagger(`
    parameters:
      limit: { name: limit, in: query, type: integer }
    paths:
      /a:
        get:
          operationId: a
          parameters:
            - $ref: '#/parameters/Limit'
            - $ref: '#/parameters/limit'
            - $ref: 'common.yaml#/parameters/P'
            - { name: last, in: query, type: nummer }
          responses: { 200: { description: ok, schema: { $ref: '#/definitions/Missing' } } }`);
  const parameters = '/paths/~1a/get/parameters';

  testCase('is reported as dangling, at its place and line', async () => {
    const model = await importText(document);
    const places = messageOf(model, 'REFERENCE_DANGLING')?.locations.filter(({ pointer }) =>
      pointer.startsWith(`${parameters}/0`),
    );
    expect(places).toHaveLength(1);
    expect(places?.[0]?.line).toBe(12);
  });

  testCase('does not move the places after it', async () => {
    const model = await importText(document);
    expect(codesAt(model, `${parameters}/2`)).toContain('REFERENCE_EXTERNAL');
    expect(codesAt(model, `${parameters}/3`)).toContain('SCHEMA_TYPE_UNKNOWN');
    const external = messageOf(model, 'REFERENCE_EXTERNAL')?.locations[0];
    expect(external).toMatchObject({ line: 14 });
    expect(messageOf(model, 'SCHEMA_TYPE_UNKNOWN')?.locations[0]?.line).toBe(15);
  });

  testCase('counts as a parameter that is not imported', async () => {
    const { coverage } = await importText(document);
    expect(coverage.parameters).toMatchObject({ inDocument: 4, notImported: 2 });
  });

  testCase('is quoted as written, with the other references', async () => {
    const details = detailsOf(await importText(document));
    expect(details).toContain('#/definitions/Missing');
    expect(details).toContain('common.yaml#/parameters/P');
    expect(details).toContain('#/parameters/Limit');
    expect(details).not.toContain('#/components/');
  });

  testCase('is reported at a path item, and twice where two offend', async () => {
    const model = await importText(
      swagger(`
        paths:
          /a:
            parameters: [{ $ref: '#/parameters/X' }]
            get: { operationId: a, parameters: [{ $ref: '#/parameters/Y' }, { name: q, in: query, type: string }], responses: { 204: { description: ok } } }`),
    );
    expect(codesAt(model, '/paths/~1a/parameters/0')).toContain('REFERENCE_DANGLING');
    expect(codesAt(model, `${parameters}/0`)).toContain('REFERENCE_DANGLING');
    expect(Object.keys(parametersOf(model, 'a'))).toEqual(['q']);
  });
});

describeCases('A message about Swagger 2.0', (testCase) => {
  testCase('quotes references of parameters, responses, path items and bodies as written', async () => {
    const model = await importText(
      JSON.stringify({
        swagger: '2.0',
        info: { title: 'T', version: '1' },
        host: 'a.example.com',
        schemes: ['https'],
        paths: {
          '/detect': {
            get: {
              operationId: 'detect',
              parameters: [
                { $ref: '#/parameters/Gone' },
                { $ref: 'other.json#/parameters/Away' },
                { $ref: '#/parameters/P' },
              ],
              responses: {
                200: { $ref: 'other.json#/responses/R' },
                400: { $ref: '#/responses/Gone' },
                default: { description: 'x', schema: { $ref: '#/definitions/Gone' } },
              },
            },
            post: {
              operationId: 'p',
              parameters: [{ in: 'body', name: 'b', required: true, schema: { $ref: 'other.json#/definitions/X' } }],
              responses: { 204: { description: 'x' } },
            },
          },
          '/ref': { $ref: 'other.json#/paths/x' },
        },
        parameters: { P: { name: 'p', in: 'query', type: 'integer', default: 3, 'x-example': 7 } },
      }),
    );
    const details = detailsOf(model);
    for (const reference of [
      '#/parameters/Gone',
      'other.json#/parameters/Away',
      'other.json#/responses/R',
      '#/responses/Gone',
      '#/definitions/Gone',
      'other.json#/definitions/X',
      'other.json#/paths/x',
    ])
      expect(details).toContain(reference);
    expect(details).not.toContain('#/components/');
    const parameters = '/paths/~1detect/get/parameters';
    expect(codesAt(model, `${parameters}/0`)).toContain('REFERENCE_DANGLING');
    expect(codesAt(model, `${parameters}/1`)).toContain('REFERENCE_EXTERNAL');
    expect(codesAt(model, `${parameters}/2`)).not.toContain('REFERENCE_EXTERNAL');
    expect(parametersOf(model, 'detect')['p']).toMatchObject({ type: 'integer', default: 3 });
  });
});

describeCases('A reference with an encoded slash', (testCase) => {
  testCase('leads to the name with the slash', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, schema: { $ref: '#/definitions/A%2FB' } }, 404: { $ref: '#/responses/Not%2ffound' } } } } }
        definitions: { A/B: { type: integer } }
        responses: { Not/found: { description: none } }`),
    );
    expect(codesOf(model)).not.toContain('REFERENCE_DANGLING');
    expect(accepts(model, responseOf(model, 'a', 200)[0] ?? '', 'x')).toBe(false);
    expect(responseOf(model, 'a', 404)).toEqual([]);
  });
});
