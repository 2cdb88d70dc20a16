import { expect } from 'vitest';
import {
  codesAt,
  codesOf,
  importText,
  isAccountedFor,
  keptText,
  messageOf,
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

describeCases('A querystring parameter', (testCase) => {
  const whole =
    '{ name: filter, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object, properties: { colour: { type: string } } } } } }';
  async function expectKept(document: string, at: string): Promise<void> {
    const model = await importText(document);
    expect(codesOf(model)).not.toContain('PARAM_INVALID');
    expect(codesOf(model)).not.toContain('SCHEMA_VIOLATION');
    expect(model.messages.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(keptText(model)).toContain('colour');
    expect(codesAt(model, at)).not.toEqual([]);
  }
  testCase('is kept and reported', () => expectKept(withParameters('3.2.0', `[${whole}]`), place(0)));

  testCase('is kept and reported at a path item', () =>
    expectKept(
      openapi(
        '3.2.0',
        `paths: { /a: { parameters: [${whole}], get: { operationId: a, responses: { '204': { description: Done } } } } }`,
      ),
      '/paths/~1a/parameters/0',
    ),
  );

  testCase('is kept and reported behind a reference', () =>
    expectKept(
      withParameters('3.2.0', "[{ $ref: '#/components/parameters/F' }]", `components: { parameters: { F: ${whole} } }`),
      place(0),
    ).catch(() =>
      expectKept(
        withParameters(
          '3.2.0',
          "[{ $ref: '#/components/parameters/F' }]",
          `components: { parameters: { F: ${whole} } }`,
        ),
        '/components/parameters/F',
      ),
    ),
  );

  testCase('is invalid before 3.2, and still kept', async () => {
    const model = await importText(withParameters('3.1.0', `[${whole}]`));
    expect(warningsAt(model, place(0))).not.toEqual([]);
    expect(keptText(model)).toContain('colour');
  });
});

describeCases('A parameter of Swagger 2.0 with a schema', (testCase) => {
  const document = swagger(`
    paths:
      /a:
        get:
          operationId: a
          parameters:
            - { name: page, in: query, schema: { type: integer, default: 1 } }
            - { name: ids, in: query, schema: { type: array, items: { type: integer } } }
            - { name: untyped, in: query }
          responses: { 200: { description: ok } }`);
  testCase('has the type that its schema says', async () => {
    const parameters = parametersOf(await importText(document), 'a');
    expect(parameters['page']).toMatchObject({ type: 'integer', default: 1 });
    expect(parameters['ids']).toMatchObject({ type: 'string' });
    expect(JSON.stringify(parameters['ids'])).toContain('"array"');
  });

  testCase('is reported, and so is one without a type', async () => {
    const model = await importText(document);
    expect(warningsAt(model, place(0))).not.toEqual([]);
    expect(codesAt(model, place(1))).toContain('PARAM_NOT_SCALAR');
    expect(codesAt(model, place(2))).toContain('PARAM_TYPE_UNKNOWN');
  });

  testCase('has the type that a referenced schema says, as a header too', async () => {
    const model = await importText(
      swagger(`
        parameters: { H: { name: X-Count, in: header, schema: { $ref: '#/definitions/Count' } } }
        paths: { /a: { get: { operationId: a, parameters: [{ $ref: '#/parameters/H' }], responses: { 204: { description: ok } } } } }
        definitions: { Count: { type: integer } }`),
    );
    expect(parametersOf(model, 'a')['X-Count']).toMatchObject({ type: 'integer', in: 'header' });
  });

  testCase('and a type of its own has its own, reported', async () => {
    const model = await importText(
      swagger(
        'paths: { /a: { get: { operationId: a, parameters: [{ name: q, in: query, type: boolean, schema: { type: integer, title: unique-title } }], responses: { 204: { description: ok } } } } }',
      ),
    );
    expect(parametersOf(model, 'a')['q']).toMatchObject({ type: 'boolean' });
    expect(isAccountedFor(model, 'unique-title', place(0))).toBe(true);
  });
});

describeCases('A header parameter that OpenAPI 3 ignores', (testCase) => {
  testCase('is a parameter like others in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        paths:
          /me:
            get:
              operationId: me
              parameters:
                - { name: Authorization, in: header, type: string, required: true, description: The word Token and the key }
                - { name: Accept, in: header, type: string }
                - { name: content-type, in: header, type: string, default: text/plain }
              responses: { 204: { description: none } }`),
    );
    const parameters = parametersOf(model, 'me');
    expect(Object.keys(parameters)).toEqual(['Authorization', 'Accept', 'content-type']);
    expect(parameters['Authorization']).toMatchObject({ in: 'header', required: true });
    expect(codesOf(model)).not.toContain('PARAM_HEADER_IGNORED');
    expect(keptText(model)).toContain('The word Token and the key');
  });

  const authorization =
    '[{ name: Authorization, in: header, required: true, description: The word Token, schema: { type: string } }]';
  for (const version of ['3.0.3', '3.1.0'])
    testCase(`is a warning in ${version} where no security scheme stands for it`, async () => {
      const model = await importText(withParameters(version, authorization));
      expect(warningsAt(model, place(0))).not.toEqual([]);
      expect(isAccountedFor(model, 'The word Token', place(0))).toBe(true);
    });

  testCase('is an info in 3.x where a security scheme stands for it', async () => {
    const model = await importText(
      withParameters(
        '3.0.3',
        authorization,
        'security: [{ b: [] }]\ncomponents: { securitySchemes: { b: { type: http, scheme: bearer } } }',
      ),
    );
    expect(codesAt(model, place(0))).not.toEqual([]);
    expect(warningsAt(model, place(0))).toEqual([]);
    expect(messageOf(model, 'PARAM_HEADER_IGNORED')?.severity).toBe('info');
  });

  testCase('is a parameter of a shared list in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        parameters: { Auth: { name: authorization, in: header, type: string, required: true } }
        paths: { /a: { parameters: [{ $ref: '#/parameters/Auth' }], get: { operationId: a, responses: { 204: { description: ok } } } } }`),
    );
    expect(parametersOf(model, 'a')['authorization']).toMatchObject({ required: true });
  });
});
