import { expect } from 'vitest';
import {
  codesAt,
  codesOf,
  importFiles,
  importText,
  keptText,
  openapi,
  parametersOf,
  schemaNamed,
  swagger,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = "responses: { '204': { description: Done } }";

describeCases('Numbers in YAML where texts are meant', (testCase) => {
  const document = swagger(
    `
    paths:
      /a:
        get:
          operationId: a
          parameters:
            - { name: 010, in: header, type: string, default: 2.50 }
            - { name: v, in: query, type: string, enum: [1.0, 1.10], default: 1.10 }
          responses: { 200: { description: ok, schema: { type: object, required: [1.0, a], properties: { 1.0: { type: string }, a: { type: string } } } } }
    securityDefinitions: { k: { type: apiKey, in: header, name: 1.0 } }`,
    '{ title: Spelt, version: 1.10 }',
  );
  testCase('keep their spelling in versions and names of 2.0, with a message', async () => {
    const model = await importText(document);
    expect(model.connector.version).toBe('1.10');
    expect(model.connector.authSchemes[0]).toMatchObject({ name: '1.0' });
    expect(codesAt(model, '/info/version')).not.toEqual([]);
    expect(codesAt(model, '/securityDefinitions/k')).not.toEqual([]);
  });

  testCase('keep their spelling in parameters of 2.0', async () => {
    const model = await importText(document);
    const parameters = parametersOf(model, 'a');
    expect(parameters['010']).toMatchObject({ default: '2.50' });
    expect(parameters['v']).toMatchObject({ default: '1.10' });
    expect(JSON.stringify(parameters['v'])).toContain('["1.0","1.10"]');
  });

  testCase('keep their spelling in the names of required properties', async () => {
    const model = await importText(document);
    expect(schemaNamed(model, model.definitions[0]?.name ?? '')).toMatchObject({ required: ['1.0', 'a'] });
  });

  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`keep their spelling in ${version}`, async () => {
      const model = await importText(
        openapi(
          version,
          `
          servers: [{ url: 'https://api.example.com/v{v}', variables: { v: { default: 1.0, enum: [1.0, 2.0] } } }]
          paths:
            /a:
              get:
                operationId: 0010
                tags: [1.50]
                parameters: [{ name: 1.0, in: query, schema: { type: string, enum: [1.0, 1.10], default: 1.10 } }]
                responses: { '204': { description: 3.70 } }
          components: { schemas: { S: { type: string, enum: [1.0, 1.10, 0200], default: 1.10 } } }`,
          '{ title: 4.0, version: 1.10 }',
        ),
      );
      expect(model.connector).toMatchObject({
        version: '1.10',
        name: '4.0',
        connectionVariables: [{ name: 'v', value: '1.0' }],
      });
      const [action] = model.actions;
      expect(action?.operationId).toBe('0010');
      expect(action?.parameters[0]).toMatchObject({ name: '1.0', default: '1.10' });
      expect(schemaNamed(model, 'S')).toMatchObject({ enum: ['1.0', '1.10', '0200'], default: '1.10' });
      expect(keptText(model)).toContain('1.50');
      expect(codesAt(model, '/info/version')).not.toEqual([]);
    });

  for (const version of ['2.0', '3.0.3', '3.1.0', '3.2.0'])
    testCase(`keep their spelling in the objects of a schema and in scopes of ${version}`, async () => {
      const schema =
        '{ type: object, properties: { b: { type: string, xml: { name: 1.0, prefix: 1.10, namespace: 1e3, x-n: 1.0 } } }, externalDocs: { url: 1.0, description: 1.10 } }';
      const flows = 'tokenUrl: https://e.com/t, scopes: { a: 1.10 }';
      const model = await importText(
        version === '2.0'
          ? swagger(
              `paths: {}\ndefinitions: { S: ${schema} }\nsecurityDefinitions: { o: { type: oauth2, flow: application, ${flows} } }`,
            )
          : openapi(
              version,
              `paths: {}\ncomponents: { schemas: { S: ${schema}, T: { type: object, properties: { 1.0: { type: string } }, discriminator: { propertyName: 1.0, mapping: { a: 1.0 } } } }, securitySchemes: { o: { type: oauth2, flows: { clientCredentials: { ${flows} } } } } }`,
            ),
      );
      expect(schemaNamed(model, 'S')).toMatchObject({
        properties: { b: { xml: { name: '1.0', prefix: '1.10', namespace: '1e3', 'x-n': 1 } } },
        externalDocs: { url: '1.0', description: '1.10' },
      });
      if (version !== '2.0')
        expect(schemaNamed(model, 'T')).toMatchObject({
          discriminator: { propertyName: '1.0', mapping: { a: '1.0' } },
        });
      expect(keptText(model)).toContain('"a":"1.10"');
    });

  testCase('are texts too where YAML gives a boolean, null or a date', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths: { /a: { get: { operationId: true, tags: [null], parameters: [{ name: false, in: query, schema: { type: string, enum: [yes, True, ~] } }], responses: { '204': { description: ok } } } } }`,
        '{ title: T, version: 2024-01-02 }',
      ),
    );
    expect(model.connector.version).toBe('2024-01-02');
    expect(model.actions[0]?.operationId).toBe('true');
    expect(model.actions[0]?.parameters[0]?.name).toBe('false');
  });

  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`is the type null where null stands for it in ${version}`, async () => {
      for (const text of [
        openapi(
          version,
          'paths: { /a: { get: { operationId: a, parameters: [{ name: q, in: query, schema: { type: [integer, null] } }] } } }\ncomponents: { schemas: { S: { type: object, properties: { a: { type: [string, null] }, b: { anyOf: [{ type: string }, { type: null }] } } } } }',
        ),
        `{"openapi":"${version}","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"operationId":"a","parameters":[{"name":"q","in":"query","schema":{"type":["integer",null]}}]}}},"components":{"schemas":{"S":{"type":"object","properties":{"a":{"type":["string",null]},"b":{"anyOf":[{"type":"string"},{"type":null}]}}}}}}`,
      ]) {
        const model = await importText(text);
        expect(schemaNamed(model, 'S')).toMatchObject({
          properties: { a: { type: ['string', 'null'] }, b: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
        });
        const properties = '/components/schemas/S/properties';
        expect(codesAt(model, `${properties}/a/type`)).toContain('VALUE_NOT_TEXT');
        expect(codesAt(model, `${properties}/b/anyOf/1/type`)).toContain('VALUE_NOT_TEXT');
        expect(parametersOf(model, 'a')['q']).toMatchObject({ type: 'integer' });
      }
    });

  testCase('are reported in the texts and patterns of schemas', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        'components: { schemas: { S: { title: 1.0, description: 2.50, format: 010, pattern: 1e3, $comment: true } } }',
      ),
    );
    expect(schemaNamed(model, 'S')).toEqual({
      title: '1.0',
      description: '2.50',
      format: '010',
      pattern: '1e3',
      $comment: 'true',
    });
    for (const keyword of ['title', 'description', 'format', 'pattern', '$comment'])
      expect(codesAt(model, `/components/schemas/S/${keyword}`), keyword).toEqual(['VALUE_NOT_TEXT']);
  });

  testCase('keep their spelling in scopes, and in the base path of 2.0', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        `
        security: [{ o: [1.0] }]
        paths: { /a: { get: { operationId: a, ${done} } }, /b: { get: { operationId: b, security: [{ o: [2.0] }], ${done} } } }
        components: { securitySchemes: { o: { type: oauth2, flows: { clientCredentials: { tokenUrl: 'https://t', scopes: { 1.0: one, 2.0: two } } } } } }`,
      ),
    );
    for (const scope of ['1.0', '2.0']) expect(keptText(model)).toContain(`"security":[{"o":["${scope}"]}]`);
    const swagger2 = await importText(swagger(`basePath: 1.0\npaths: { /a: { get: { ${done} } } }`));
    expect(swagger2.connector.baseUrl).toBe('https://api.example.com/1.0');
    expect(codesAt(swagger2, '/basePath')).toContain('VALUE_NOT_TEXT');
  });
});

describeCases('Numbers that are written as texts', (testCase) => {
  for (const [keyword, text, number] of [
    ['minLength', '5', 5],
    ['maximum', '1.5', 1.5],
    ['exclusiveMinimum', '3', 3],
    ['maxItems', '10', 10],
    ['multipleOf', '0.5', 0.5],
  ] as const)
    testCase(`are numbers, and reported: ${keyword}`, async () => {
      for (const document of [
        openapi('3.1.0', `components: { schemas: { S: { ${keyword}: '${text}' } } }`),
        swagger(`paths: {}\ndefinitions: { S: { ${keyword}: '${text}' } }`),
      ]) {
        const model = await importText(document);
        expect(schemaNamed(model, 'S')).toEqual({ [keyword]: number });
        expect(codesOf(model)).toContain('SCHEMA_KEYWORD_INVALID');
      }
    });
});

describeCases('Numbers in JSON where texts are meant', (testCase) => {
  const json = `{
    "openapi": "3.0.3", "info": { "title": "1.0e2", "version": 1.10 }, "servers": [{ "url": "https://a.example" }],
    "paths": { "/a": { "get": { "operationId": "a", "tags": ["x"], "parameters": [
      { "name": "p", "in": "query", "schema": { "type": "string", "default": 1.0, "enum": [1.0, 1e2, 2, 1.5, -0.50, 12345678901234567890, 1E+400, true] } },
      { "name": "q", "in": "query", "schema": { "type": "number", "default": 1.50, "default": 1.0 } }
    ], "responses": { "204": { "description": "Done" } } } } } }`;

  testCase('keep their spelling, with a message', async () => {
    const model = await importText(json);
    expect(model.connector.version).toBe('1.10');
    const { p, q } = parametersOf(model, 'a');
    expect(p).toMatchObject({ default: '1.0' });
    const values = ['1.0', '1e2', '2', '1.5', '-0.50', '12345678901234567890', '1E+400', 'true'];
    expect(JSON.stringify(p)).toContain(JSON.stringify(values));
    expect(codesAt(model, '/paths/~1a/get/parameters/0/schema/default')).toEqual(['VALUE_NOT_TEXT']);
    expect(q).toMatchObject({ default: 1 });
    expect(codesAt(model, '/paths/~1a/get/parameters/1')).not.toContain('VALUE_NOT_TEXT');
  });

  testCase('keep their spelling when all are whole', async () => {
    const model = await importText(json.replace('1.10', '12345678901234567890').replace('"default": 1.0, ', ''));
    expect(model.connector.version).toBe('12345678901234567890');
  });
});

describeCases('A number where a text is meant', (testCase) => {
  for (const [version, text] of [
    ['3.0', openapi('3.0.3', 'paths: {}', '{ title: T, version: 1.10 }')],
    ['3.1', openapi('3.1.0', 'paths: {}', '{ title: T, version: 1.10 }')],
    ['2.0', swagger('paths: {}', '{ title: T, version: 1.10 }')],
  ] as const)
    testCase(`has one message: ${version}`, async () => {
      expect(codesAt(await importText(text), '/info/version')).toEqual(['VALUE_NOT_TEXT']);
    });

  testCase('is a violation where nothing reads it', async () => {
    const model = await importText(openapi('3.0.3', 'paths: {}\ntags: [{ name: a, description: 1 }]'));
    expect(codesAt(model, '/tags/0/description')).toEqual(['SCHEMA_VIOLATION']);
  });
});

describeCases('Numbers within an instance of a schema', (testCase) => {
  const shape =
    '{ type: object, properties: { v: { type: string }, n: { type: number }, l: { type: array, items: { type: string } }, d: { allOf: [{ properties: { w: { $ref: "#/components/schemas/Text" } } }] }, m: { additionalProperties: { type: string } }, u: { oneOf: [{ type: string }, { type: number }] } } }';
  const instance = '{ v: 1.10, n: 1.10, l: [2.0, 3.50], d: { w: 0x10 }, m: { __proto__: 4.0 }, u: 5.0 }';
  const spelt = JSON.parse(
    '{ "v": "1.10", "n": 1.1, "l": ["2.0", "3.50"], "d": { "w": "0x10" }, "m": { "__proto__": "4.0" }, "u": 5 }',
  ) as unknown;
  const text = JSON.stringify(spelt);
  const components = (more: string): string =>
    `components: { schemas: { Text: { type: string }, Shape: ${shape} }${more} }`;
  const places: readonly (readonly [string, string, string])[] = [
    [
      'a media type',
      `content: { application/json: { schema: { $ref: '#/components/schemas/Shape' }, example: ${instance} } }`,
      'content/application~1json/example',
    ],
    [
      'an example object',
      `content: { application/json: { schema: ${shape}, examples: { a: { value: ${instance} } } } }`,
      'content/application~1json/examples/a/value',
    ],
    ['a header', `headers: { H: { schema: ${shape}, example: ${instance} } }`, 'headers/H/example'],
    [
      'a default',
      `content: { application/json: { schema: { default: ${instance}, allOf: [${shape}] } } }`,
      'content/application~1json/schema/default',
    ],
    [
      'an enumeration',
      `content: { application/json: { schema: { enum: [1, ${instance}], allOf: [${shape}] } } }`,
      'content/application~1json/schema/enum/1',
    ],
    [
      'an example of a schema',
      `content: { application/json: { schema: { example: ${instance}, allOf: [${shape}] } } }`,
      'content/application~1json/schema/example',
    ],
    [
      'an extension of a schema',
      `content: { application/json: { schema: { x-example: ${instance}, allOf: [${shape}] } } }`,
      'content/application~1json/schema/x-example',
    ],
  ];
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    for (const [what, members, at] of places)
      testCase(`keep their spelling where the schema wants texts, in ${what} of ${version}`, async () => {
        const response = `{ description: ok, ${members} }`;
        const model = await importText(
          openapi(
            version,
            `paths: { /a: { get: { operationId: a, responses: { 200: ${response} } } } }\n${components('')}`,
          ),
        );
        expect(keptText(model)).toContain(text);
        const here = `/paths/~1a/get/responses/200/${at}`;
        for (const place of ['v', 'l/0', 'l/1', 'd/w', 'm/__proto__'])
          expect(codesAt(model, `${here}/${place}`)).toEqual(['VALUE_NOT_TEXT']);
        for (const place of ['n', 'u']) expect(codesAt(model, `${here}/${place}`)).toEqual([]);
      });

  testCase('keep their spelling in JSON', async () => {
    const media = '{"schema":{"type":"object","properties":{"v":{"type":"string"}}},"example":{"v":1.10}}';
    const model = await importText(
      `{"openapi":"3.0.3","info":{"title":"T","version":"1"},"paths":{"/a":{"get":{"operationId":"a","responses":{"200":{"description":"ok","content":{"application/json":${media}}}}}}}}`,
    );
    expect(keptText(model)).toContain('"example":{"v":"1.10"}');
  });

  testCase('keep their spelling where an alias repeats them', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        x-first: &shared { v: 1.10 }
        paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, content: { application/json: { schema: { properties: { k: { properties: { v: { type: string } } } } }, example: { k: *shared } } } } } } } }`,
      ),
    );
    expect(keptText(model)).toContain('"example":{"k":{"v":"1.10"}}');
  });

  testCase('keep their spelling in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        produces: [application/json, text/plain]
        paths:
          /a:
            post:
              operationId: a
              parameters:
                - { name: q, in: query, type: string, x-example: 1.10 }
                - { name: f, in: formData, type: string, x-example: 1.20 }
                - { name: r, in: query, type: array, items: { type: string, enum: [1.30] }, default: [1.30] }
              responses:
                200: { description: ok, schema: { type: object, properties: { v: { type: string } } }, examples: { application/json: { v: 1.40 } } }
          /b: { get: { operationId: b, responses: { 200: { description: ok, schema: { type: string }, examples: { text/plain: 1.50 } } } } }`),
    );
    for (const spelling of ['1.10', '1.20', '1.30', '1.40', '1.50'])
      expect(keptText(model)).toContain(JSON.stringify(spelling));
    const operation = '/paths/~1a/post';
    for (const place of [
      `${operation}/parameters/0/x-example`,
      `${operation}/parameters/1/x-example`,
      `${operation}/parameters/2/default/0`,
      `${operation}/responses/200/examples/application~1json/v`,
      '/paths/~1b/get/responses/200/examples/text~1plain',
    ])
      expect(codesAt(model, place)).toEqual(['VALUE_NOT_TEXT']);
  });

  testCase('stay numbers where no schema is known, and in loops of schemas', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, content: { text/plain: { example: 1.10 }, application/json: { schema: { $ref: '#/components/schemas/L' }, example: { l: { l: 1.10 } } } } } } } } }
        components: { schemas: { L: { allOf: [{ $ref: '#/components/schemas/L' }], properties: { l: { $ref: '#/components/schemas/L' } } } } }`,
      ),
    );
    expect(keptText(model)).toContain('"example":1.1');
    expect(keptText(model)).toContain('"l":{"l":1.1}');
  });

  testCase('keep their spelling in files that stand where the specification has no reference', async () => {
    const model = await importFiles({
      'openapi.yaml': `openapi: 3.1.0
info: { $ref: info.yaml }
servers: [{ url: https://api.example.com }]
paths: { /a: { get: { $ref: operation.yaml, x-a: 1 }, post: { operationId: b, parameters: { $ref: parameters.yaml }, ${done} } } }`,
      'info.yaml': 'title: 010\nversion: 1.10',
      'operation.yaml': `operationId: 0020\nsummary: 1.0\nresponses: { 200: { description: 3.0 } }`,
      'parameters.yaml': '[{ name: v, in: query, schema: { type: string, default: 1.10, examples: [1.20] } }]',
    });
    expect(model.connector).toMatchObject({ name: '010', version: '1.10' });
    expect(model.actions[0]).toMatchObject({ operationId: '0020', summary: '1.0' });
    expect(keptText(model)).toContain('"description":"3.0"');
    expect(parametersOf(model, 'b')['v']).toMatchObject({ default: '1.10' });
    expect(keptText(model)).toContain('"examples":["1.20"]');
  });
});
