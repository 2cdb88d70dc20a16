import { expect } from 'vitest';
import {
  accepts,
  actionNamed,
  bodyOf,
  codesAt,
  codesOf,
  definitionNames,
  detailsOf,
  importFiles,
  importText,
  isAccountedFor,
  keptText,
  openapi,
  responseOf,
  schemaNamed,
  swagger,
  valueAt,
  warningsAt,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

describeCases('A reference to an object of another kind', (testCase) => {
  const document = openapi(
    '3.0.3',
    `
    paths:
      /a:
        post:
          operationId: a
          requestBody: { $ref: '#/components/schemas/Pet' }
          responses:
            '200': { $ref: '#/components/schemas/Pet' }
            '400': { description: bad, content: { application/json: { schema: { $ref: '#/components/responses/Bad' } } } }
      /c: { $ref: '#/paths/~1a/post' }
    components:
      responses: { Bad: { description: bad, content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } } }
      schemas: { Pet: { type: object, required: [name], properties: { name: { type: string } } } }`,
  );
  for (const [what, pointer] of [
    ['body', '/paths/~1a/post/requestBody'],
    ['response', '/paths/~1a/post/responses/200'],
    ['schema', '/paths/~1a/post/responses/400/content/application~1json/schema'],
    ['path item', '/paths/~1c'],
  ] as const)
    testCase(`has a message where a ${what} is expected`, async () => {
      expect(codesAt(await importText(document), pointer)).not.toEqual([]);
    });

  for (const [what, members, pointer] of [
    ['parameter', "parameters: [{ $ref: '#/components/schemas/Pet' }]", '/paths/~1a/get/parameters/0'],
    ['callback', "callbacks: { c: { $ref: '#/components/schemas/Pet' } }", '/paths/~1a/get/callbacks/c'],
    [
      'header',
      "responses: { '200': { description: ok, headers: { X: { $ref: '#/components/schemas/Pet' } } } }",
      '/paths/~1a/get/responses/200/headers/X',
    ],
    [
      'link',
      "responses: { '200': { description: ok, links: { l: { $ref: '#/components/schemas/Pet' } } } }",
      '/paths/~1a/get/responses/200/links/l',
    ],
  ] as const)
    testCase(`has a message where a ${what} is expected, in 3.1`, async () => {
      const model = await importText(
        openapi(
          '3.1.0',
          `paths: { /a: { get: { operationId: a, ${members} } } }\ncomponents: { schemas: { Pet: { type: object, required: [name] } } }`,
        ),
      );
      expect(actionNamed(model, 'a').name).toBe('a');
      expect(codesAt(model, pointer)).not.toEqual([]);
    });

  testCase('has a message in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, responses: { 200: { $ref: '#/definitions/Pet' }, 400: { $ref: '#/definitions/Pet' } } } } }
        definitions: { Pet: { type: object, required: [name] } }`),
    );
    expect(codesAt(model, '/paths/~1a/get/responses/200')).not.toEqual([]);
    expect(codesAt(model, '/paths/~1a/get/responses/400')).not.toEqual([]);
  });
});

describeCases('A reference to no schema in the place of a schema', (testCase) => {
  const paths = `
        paths: { /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/json: { schema: { $ref: '#/components/responses/R' } } } } } } } }`;
  const components = `
        components:
          responses: { R: { description: r, content: { application/json: { schema: { type: integer } } } } }
          parameters: { P: { name: p, in: query, schema: { type: string } } }
          schemas:
            A: { type: object, properties: { own: { $ref: '#' }, all: { $ref: '#/components' }, map: { $ref: '#/components/schemas' }, list: { $ref: '#/tags' }, parameter: { $ref: '#/components/parameters/P' } } }
        tags: []`;

  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`is reported, and gives no definition of what is no schema in ${version}`, async () => {
      const model = await importText(openapi(version, paths + components));
      expect(definitionNames(model)).toEqual(['A', 'A200Response', 'RResponse']);
      expect(accepts(model, 'A200Response', 1)).toBe(true);
      const properties = '/components/schemas/A/properties';
      for (const name of ['all', 'map', 'parameter'])
        expect(warningsAt(model, `${properties}/${name}/$ref`), name).toEqual(['REFERENCE_KIND']);
      expect(warningsAt(model, `${properties}/list/$ref`)).not.toEqual([]);
      expect(keptText(model)).toContain('"x-ref":"#/components/responses/R"');
    });

  testCase('means the component schema around it where it is # alone', async () => {
    const model = await importText(openapi('3.0.3', paths + components));
    expect(valueAt(schemaNamed(model, 'A'), '/properties/own')).toEqual({ $ref: 'A.json' });
    expect(codesAt(model, '/components/schemas/A/properties/own/$ref')).toEqual(['REFERENCE_RELATIVE_TO_SCHEMA']);
  });

  testCase('is a schema when it is written as one', async () => {
    const model = await importText(
      openapi(
        '3.0.3',
        `${paths}
        components: { responses: { R: { type: object, required: [a], properties: { a: { type: string } } } } }`,
      ),
    );
    const [name = ''] = responseOf(model, 'a', 200);
    expect(accepts(model, name, {})).toBe(false);
    expect(codesOf(model)).toContain('REFERENCE_KIND');
  });

  testCase('is reported in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, schema: { $ref: '#/responses/R' } } } } } }
        definitions: { A: { type: object, properties: { own: { $ref: '#' } } } }
        responses: { R: { description: r } }`),
    );
    expect(definitionNames(model)).toEqual(['A', 'A200Response']);
    expect(codesAt(model, '/paths/~1a/get/responses/200/schema/$ref')).toEqual(['REFERENCE_KIND']);
    expect(valueAt(schemaNamed(model, 'A'), '/properties/own')).toEqual({ $ref: 'A.json' });
  });

  testCase('leaves no shared object that holds the document', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        "paths: { /a: { get: { operationId: a, parameters: [{ $ref: '#' }, { $ref: '#/components/parameters' }, { $ref: '#/info/title' }], responses: { '200': { $ref: '#' } } } } }\ncomponents: { parameters: {} }",
      ),
    );
    for (const place of ['parameters/0', 'parameters/1', 'parameters/2', 'responses/200'])
      expect(warningsAt(model, `/paths/~1a/get/${place}/$ref`), place).not.toEqual([]);
    expect(keptText(model)).toContain(
      '"parameters":[{"$ref":"#"},{"$ref":"#/components/parameters"},{"$ref":"#/info/title"}]',
    );
  });
});

describeCases('Members beside the reference of a body', (testCase) => {
  const beside = (version: string, members: string): string =>
    openapi(
      version,
      `paths: { /a: { put: { operationId: a, requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/A', ${members} } } } }, responses: { '204': { description: ok } } } } }
components: { schemas: { A: { type: object, properties: { x: { type: string } } } } }`,
    );
  const place = '/paths/~1a/put/requestBody/content/application~1json/schema';

  testCase('are reported in 3.0 where they have no effect', async () => {
    const model = await importText(beside('3.0.3', 'nullable: true, required: [x], maxProperties: 3'));
    expect(codesAt(model, place)).toContain('REFERENCE_SIBLINGS_IGNORED');
    for (const keyword of ['nullable', 'required', 'maxProperties']) expect(detailsOf(model)).toContain(keyword);
    expect(accepts(model, bodyOf(model, 'a')[0] ?? '', {})).toBe(true);
  });

  testCase('are kept or reported in 3.0 where they describe', async () => {
    expect(isAccountedFor(await importText(beside('3.0.3', 'description: The new one')), 'The new one', place)).toBe(
      true,
    );
  });

  for (const version of ['3.1.0', '3.2.0'])
    testCase(`are keywords like others in ${version}`, async () => {
      const model = await importText(beside(version, 'description: The new one, required: [x]'));
      expect(accepts(model, bodyOf(model, 'a')[0] ?? '', {})).toBe(false);
      expect(isAccountedFor(model, 'The new one', place)).toBe(true);
    });

  testCase('are reported in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, schema: { $ref: '#/definitions/A', maxProperties: 3, description: The new one } } } } } }
        definitions: { A: { type: object } }`),
    );
    const schema = '/paths/~1a/get/responses/200/schema';
    expect(codesAt(model, schema)).toContain('REFERENCE_SIBLINGS_IGNORED');
    expect(isAccountedFor(model, 'The new one', schema)).toBe(true);
  });
});

describeCases('A reference to a map or list within a schema', (testCase) => {
  const held =
    'P: { type: object, properties: { type: { type: string }, properties: { type: string } }, patternProperties: { a: {} }, $defs: { d: { type: integer } }, allOf: [{ type: object }], items: { properties: { type: {} } } }';
  const document = (reference: string): string =>
    openapi(
      '3.1.0',
      `
      paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '${reference}' } } } } } } } }
      components: { schemas: { ${held}, Q: { properties: { q: { $ref: '${reference}' } } } } }`,
    );
  for (const inside of ['properties', 'patternProperties', '$defs', 'items/properties'])
    testCase(`is no schema, and is reported: ${inside}`, async () => {
      const model = await importText(document(`#/components/schemas/P/${inside}`));
      expect(codesAt(model, '/components/schemas/Q/properties/q/$ref')).toEqual(['REFERENCE_KIND']);
      expect(schemaNamed(model, 'Q')['properties']).toEqual({ q: { 'x-ref': `#/components/schemas/P/${inside}` } });
      expect(codesAt(model, '/paths/~1a/get/responses/200/content/application~1json/schema/$ref')).toEqual([
        'REFERENCE_KIND',
      ]);
    });

  testCase('is reported for a list', async () => {
    const model = await importText(document('#/components/schemas/P/allOf'));
    expect(codesAt(model, '/components/schemas/Q/properties/q/$ref')).not.toEqual([]);
  });

  for (const inside of ['properties/properties', 'properties/type', '$defs/d', 'allOf/0'])
    testCase(`is another one than a reference to a schema: ${inside}`, async () => {
      const model = await importText(document(`#/components/schemas/P/${inside}`));
      expect(codesAt(model, '/components/schemas/Q/properties/q')).toEqual([]);
    });

  testCase('is reported between files', async () => {
    const model = await importFiles({
      'openapi.yaml': document('pet.yaml#/properties'),
      'pet.yaml': 'type: object\nproperties: { type: { type: string } }\n',
    });
    expect(codesAt(model, '/components/schemas/Q/properties/q/$ref')).toEqual(['REFERENCE_KIND']);
  });

  testCase('is no response', async () => {
    const response = "{ $ref: '#/components/schemas/P/properties' }";
    const model = await importText(
      openapi(
        '3.0.3',
        `paths: { /a: { get: { responses: { 200: ${response} } } } }\ncomponents: { schemas: { P: { properties: {} } } }`,
      ),
    );
    expect(codesAt(model, '/paths/~1a/get/responses/200')).toEqual(['REFERENCE_KIND']);
  });
});

describeCases('A reference to a component schema', (testCase) => {
  for (const value of ['null', '5', 'text', '[]'])
    testCase(`that is ${value} leads to the schema that takes its place`, async () => {
      const model = await importText(
        openapi(
          '3.0.3',
          `
          paths: { /a: { get: { operationId: a, responses: { 200: { description: ok, content: { application/json: { schema: { $ref: '#/components/schemas/N' } } } } } } } }
          components: { schemas: { N: ${value}, R: { properties: { n: { $ref: '#/components/schemas/N' } } } } }`,
        ),
      );
      expect(schemaNamed(model, 'R')['properties']).toEqual({ n: { $ref: 'N.json' } });
      expect(responseOf(model, 'a', 200)).toEqual(['N']);
      expect(codesOf(model)).not.toContain('REFERENCE_DANGLING');
      expect(codesAt(model, '/components/schemas/N')).toContain('SCHEMA_INVALID');
    });

  for (const value of ['true', 'false'])
    testCase(`that is ${value} leads to it`, async () => {
      const model = await importText(
        openapi(
          '3.1.0',
          `paths: {}\ncomponents: { schemas: { B: ${value}, R: { properties: { b: { $ref: '#/components/schemas/B' } } } } }`,
        ),
      );
      expect(schemaNamed(model, 'R')['properties']).toEqual({ b: { $ref: 'B.json' } });
      expect(codesOf(model)).toEqual([]);
    });
});

describeCases('A reference in an extension of responses', (testCase) => {
  testCase('that leads nowhere is reported', async () => {
    const model = await importText(
      openapi('3.1.0', "paths: { /a: { get: { operationId: a, responses: { x-r: { $ref: '#/gone' } } } } }"),
    );
    expect(codesAt(model, '/paths/~1a/get/responses/x-r')).toEqual(['REFERENCE_DANGLING']);
  });
});

describeCases('A reference in the place of a media type', (testCase) => {
  const media = (version: string): string =>
    openapi(
      version,
      `
      paths:
        /a:
          post:
            operationId: a
            parameters: [{ name: f, in: query, content: { application/json: { $ref: '#/components/schemas/Pet' } } }]
            requestBody: { content: { application/json: { $ref: '#/components/schemas/Pet' } } }
            responses:
              '200': { description: ok, content: { application/json: { $ref: '#/x-media/Text' } } }
      x-media: { Text: { schema: { type: boolean } } }
      components: { schemas: { Pet: { type: object } } }`,
    );

  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`means JSON of the schema that it leads to, in ${version}`, async () => {
      const model = await importText(media(version));
      expect(bodyOf(model, 'a')).toEqual(['Pet']);
      const body = '/paths/~1a/post/requestBody/content/application~1json';
      expect(codesAt(model, body)).toContain('REFERENCE_KIND');
      const { parameters, requestBody } = actionNamed(model, 'a');
      const schema = { schema: { $ref: 'Pet.json' } };
      expect(requestBody?.openapi).toEqual({ content: { 'application/json': schema } });
      expect(parameters[0]?.openapi).toEqual({ content: { 'application/json': schema } });
    });

  testCase('is allowed since 3.2, and a violation before', async () => {
    const place = '/paths/~1a/post/responses/200';
    for (const version of ['3.0.3', '3.1.0'])
      expect(codesAt(await importText(media(version)), place)).toEqual(['SCHEMA_VIOLATION']);
    const model = await importText(media('3.2.0'));
    expect(codesAt(model, place)).toEqual([]);
    const [definition] = responseOf(model, 'a', 200);
    expect(schemaNamed(model, definition ?? '')).toEqual({ type: 'boolean' });
  });

  testCase('leads to the schema of another file, and to a media type there', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.1.0',
        "paths: { /a: { post: { operationId: a, requestBody: { content: { application/json: { $ref: pet.yaml }, text/plain: { $ref: 'media.yaml#/T' } } }, responses: { '204': { description: k } } } } }",
      ),
      'pet.yaml': 'type: object\nproperties: { owner: { $ref: owner.yaml } }',
      'owner.yaml': 'type: string',
      'media.yaml': 'T: { schema: { type: boolean } }',
    });
    expect(bodyOf(model, 'a').map((name) => schemaNamed(model, name))).toEqual([
      { type: 'object', properties: { owner: { $ref: 'owner.json' } } },
      { type: 'boolean' },
    ]);
    expect(codesOf(model)).toContain('REFERENCE_KIND');
    expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
  });
});

describeCases('A reference where the specification allows none', (testCase) => {
  const refused = {
    encoding: ['/paths/~1a/post/requestBody/content/text~1plain/encoding/e', "encoding: { e: { $ref: '#/x-e' } }"],
    media: ['/paths/~1a/post/requestBody/content/text~1plain', "$ref: '#/x-e'"],
  } as const;
  for (const [what, [pointer, members]] of Object.entries(refused))
    for (const version of ['3.0.3', '3.1.0'])
      testCase(`is a violation in the place of ${what} of ${version}`, async () => {
        const model = await importText(
          openapi(
            version,
            `paths: { /a: { post: { operationId: a, requestBody: { content: { text/plain: { ${members} } } }, responses: { '204': { description: k } } } } }\nx-e: { contentType: text/plain }`,
          ),
        );
        expect(codesAt(model, pointer)).toContain('SCHEMA_VIOLATION');
      });
});
