import { expect } from 'vitest';
import {
  accepts,
  actionNamed,
  bodyOf,
  codesAt,
  codesOf,
  definitionNames,
  importText,
  isAccountedFor,
  keptText,
  responseOf,
  swagger,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

describeCases('A form of Swagger 2.0', (testCase) => {
  const form = (fields: string, consumes = '[application/x-www-form-urlencoded, multipart/form-data]'): string =>
    swagger(`
      paths:
        /both:
          post:
            operationId: both
            consumes: ${consumes}
            parameters: ${fields}
            responses: { 200: { description: ok } }`);
  const lists = `
              - { name: id, in: formData, required: true, type: string }
              - { name: tags, in: formData, type: array, items: { type: string }, collectionFormat: csv }
              - { name: codes, in: formData, type: array, items: { type: integer }, collectionFormat: pipes }`;

  testCase('keeps both of its media types', async () => {
    const model = await importText(form(lists));
    const text = JSON.stringify([actionNamed(model, 'both').requestBody, actionNamed(model, 'both').openapi]);
    expect(text).toContain('application/x-www-form-urlencoded');
    expect(text).toContain('multipart/form-data');
    expect(model.definitions.map(({ accept }) => accept)).toEqual([
      expect.arrayContaining(['application/x-www-form-urlencoded', 'multipart/form-data']),
    ]);
  });

  testCase('takes its media types from the root', async () => {
    const model = await importText(
      swagger(`
        consumes: [multipart/form-data, application/x-www-form-urlencoded]
        paths: { /a: { post: { operationId: a, parameters: [{ name: f, in: formData, type: string }], responses: { 204: { description: ok } } } } }`),
    );
    expect(keptText(model)).toContain('multipart/form-data');
    expect(keptText(model)).toContain('application/x-www-form-urlencoded');
  });

  for (const [format, style] of [
    ['csv', 'form'],
    ['pipes', 'pipeDelimited'],
    ['ssv', 'spaceDelimited'],
    ['tsv', 'tsv'],
  ] as const)
    testCase(`keeps the list format ${format}, or reports it`, async () => {
      const model = await importText(
        form(`[{ name: tags, in: formData, type: array, items: { type: string }, collectionFormat: ${format} }]`),
      );
      expect(isAccountedFor(model, style, '/paths/~1both/post/parameters/0')).toBe(true);
      const plain = await importText(
        form('[{ name: tags, in: formData, type: array, items: { type: string }, collectionFormat: multi }]'),
      );
      expect(JSON.stringify(model)).not.toBe(JSON.stringify(plain));
    });

  testCase('keeps the list format of a query parameter, or reports it', async () => {
    const query = (format: string): Promise<unknown> =>
      importText(form(`[{ name: q, in: query, type: array, items: { type: string }, collectionFormat: ${format} }]`));
    const texts = await Promise.all(
      ['csv', 'ssv', 'tsv', 'pipes', 'multi'].map(async (format) => JSON.stringify(await query(format))),
    );
    expect(new Set(texts).size).toBe(5);
  });

  for (const [what, fields] of [
    ['first', '[{ name: a, in: formData, type: string, required: true }, { name: b, in: formData, type: string }]'],
    ['last', '[{ name: b, in: formData, type: string }, { name: a, in: formData, type: string, required: true }]'],
    [
      'second of three',
      '[{ name: b, in: formData, type: string }, { name: a, in: formData, type: file, required: true }, { name: c, in: formData, type: string }]',
    ],
  ] as const)
    testCase(`must be sent when its ${what} field is required`, async () => {
      const model = await importText(form(fields));
      expect(actionNamed(model, 'both').requestBody?.required).toBe(true);
      const [name = ''] = bodyOf(model, 'both');
      expect(accepts(model, name, { b: 'x' })).toBe(false);
    });

  testCase('may be left out when no field is required', async () => {
    const model = await importText(
      form('[{ name: b, in: formData, type: string }, { name: a, in: formData, type: string, required: false }]'),
    );
    expect(actionNamed(model, 'both').requestBody?.required).toBe(false);
  });

  testCase('must be sent when a shared field, or one of the path item, is required', async () => {
    const model = await importText(
      swagger(`
        parameters: { A: { name: a, in: formData, type: string, required: true } }
        paths:
          /a: { post: { operationId: a, parameters: [{ name: b, in: formData, type: string }, { $ref: '#/parameters/A' }], responses: { 204: { description: ok } } } }
          /b: { parameters: [{ $ref: '#/parameters/A' }], post: { operationId: b, parameters: [{ name: b, in: formData, type: string }], responses: { 204: { description: ok } } } }`),
    );
    expect(actionNamed(model, 'a').requestBody?.required).toBe(true);
    expect(actionNamed(model, 'b').requestBody?.required).toBe(true);
  });
});

describeCases('Examples of responses of Swagger 2.0', (testCase) => {
  const schema = 'schema: { type: object, required: [id], properties: { id: { type: integer } } }';
  const document = swagger(`
    paths:
      /a: { get: { operationId: a, responses: { 200: { description: ok, ${schema}, examples: { application/json: { id: 1 } } } } } }
      /b: { get: { operationId: b, produces: [application/json], responses: { 200: { description: ok, ${schema}, examples: { response: { value: { id: 17171 } } } } } } }`);

  testCase('make no body of their own', async () => {
    const model = await importText(document);
    expect(responseOf(model, 'a', 200)).toHaveLength(1);
    expect(responseOf(model, 'b', 200)).toHaveLength(1);
    expect(definitionNames(model)).toHaveLength(1);
    expect(codesOf(model)).not.toContain('BODY_WITHOUT_SCHEMA');
    expect(codesOf(model)).not.toContain('NAME_CHANGED');
    for (const name of definitionNames(model)) expect(accepts(model, name, {})).toBe(false);
  });

  testCase('under a name that is no media type are reported', async () => {
    const model = await importText(document);
    expect(codesAt(model, '/paths/~1b/get/responses/200')).not.toEqual([]);
    expect(model.definitions.flatMap(({ accept }) => accept)).not.toContain('response');
  });

  testCase('are kept or reported, each of them', async () => {
    const model = await importText(
      swagger(`
        produces: [application/json, application/xml]
        paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, ${schema}, examples: { application/json: { id: 14141 }, application/xml: <id>15151</id>, text/plain: '16161' } } } } } }`),
    );
    for (const [text, name] of [
      ['14141', 'application~1json'],
      ['15151', 'application~1xml'],
      ['16161', 'text~1plain'],
    ] as const)
      expect(isAccountedFor(model, text, `/paths/~1a/get/responses/200/examples/${name}`)).toBe(true);
    expect(responseOf(model, 'a', 200)).toHaveLength(1);
  });

  testCase('of a response without schema are no body', async () => {
    const model = await importText(
      swagger(
        "paths: { /a: { get: { operationId: a, responses: { 204: { description: nothing, examples: { text/plain: '16161' } } } } } }",
      ),
    );
    expect(isAccountedFor(model, '16161', '/paths/~1a/get/responses/204')).toBe(true);
  });

  testCase('of a shared response make no body of their own', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, produces: [application/json], responses: { 200: { $ref: '#/responses/R' } } } } }
        responses: { R: { description: ok, ${schema}, examples: { response: { id: 13131 } } } }`),
    );
    expect(responseOf(model, 'a', 200)).toHaveLength(1);
    expect(isAccountedFor(model, '13131', '/responses/R')).toBe(true);
  });
});
