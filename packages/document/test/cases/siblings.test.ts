import { expect } from 'vitest';
import {
  actionNamed,
  bodyOf,
  codesAt,
  codesOf,
  detailsOf,
  importText,
  keptText,
  openapi,
  parametersOf,
  swagger,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = "responses: { '204': { description: Done } }";

describeCases('Members beside the reference to a shared object', (testCase) => {
  const siblings = (version: string) =>
    openapi(
      version,
      `
      paths:
        /a:
          post:
            operationId: a
            parameters: [{ $ref: '#/components/parameters/P', required: true, in: header, x-mine: 1 }]
            requestBody: { $ref: '#/components/requestBodies/B', required: true, content: { text/plain: {} } }
            responses: { '200': { $ref: '#/components/responses/R', description: mine, content: { text/csv: {} } } }
      components:
        parameters: { P: { name: p, in: query, schema: { type: string } } }
        requestBodies: { B: { content: { application/json: { schema: { $ref: '#/components/schemas/S' } } } } }
        responses: { R: { description: theirs } }
        schemas: { S: { type: object } }`,
    );
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`have no effect, are kept and reported in ${version}`, async () => {
      const model = await importText(siblings(version));
      expect(parametersOf(model, 'a')['p']).toMatchObject({ in: 'query', required: false });
      expect(bodyOf(model, 'a')).toEqual(['S']);
      expect(actionNamed(model, 'a').requestBody?.required).toBe(false);
      expect(actionNamed(model, 'a').responses[0]?.definitions).toEqual([]);
      for (const place of ['parameters/0', 'requestBody', 'responses/200'])
        expect(codesAt(model, `/paths/~1a/post/${place}`), place).toContain('REFERENCE_SIBLINGS_IGNORED');
      expect(detailsOf(model)).toContain(': required, in\n');
      expect(keptText(model)).toContain('"text/csv"');
    });

  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`are reported at objects that are kept as they are, in ${version}`, async () => {
      const response = `{ description: ok, headers: { H: { $ref: '#/components/headers/H', required: true, description: d } },
              links: { L: { $ref: '#/components/links/L', operationId: other } },
              content: { text/csv: { examples: { E: { $ref: '#/components/examples/E', value: 2, x-mine: 1 } } } } }`;
      const model = await importText(
        openapi(
          version,
          `
          paths:
            /a: { get: { operationId: a, responses: { '200': ${response} } } }
            /b: { get: { operationId: b, responses: { '200': ${response} } } }
          components: { headers: { H: { schema: { type: string } } }, links: { L: { operationId: a } }, examples: { E: { value: 1 } } }`,
        ),
      );
      for (const path of ['~1a', '~1b'])
        for (const place of ['headers/H', 'links/L', 'content/text~1csv/examples/E'])
          expect(codesAt(model, `/paths/${path}/get/responses/200/${place}`), place).toEqual([
            'REFERENCE_SIBLINGS_IGNORED',
          ]);
      expect(detailsOf(model)).toMatch(/: required\n[^]*: operationId\n[^]*: value\n/);
    });

  testCase('have no effect in Swagger 2.0', async () => {
    const model = await importText(
      swagger(`
        paths: { /a: { get: { operationId: a, parameters: [{ $ref: '#/parameters/P', required: true }], ${done} } } }
        parameters: { P: { name: p, in: query, type: string } }`),
    );
    expect(parametersOf(model, 'a')['p']).toMatchObject({ required: false });
    expect(codesAt(model, '/paths/~1a/get/parameters/0')).toContain('REFERENCE_SIBLINGS_IGNORED');
  });

  testCase('are texts that 3.1 allows, also of a callback', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths: { /a: { post: { operationId: a, ${done}, callbacks: { c: { $ref: '#/components/callbacks/C', summary: short, description: long } } } } }
        components: { callbacks: { C: { '{$url}': { post: { operationId: cb, ${done} } } } } }`,
      ),
    );
    expect(codesOf(model)).toEqual([]);
    expect(model.triggers.map(({ name }) => name)).toEqual(['cb']);
    expect(keptText(model)).toContain('"c":{"summary":"short","description":"long"}');
  });

  testCase('of a path item are those of the path item', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths: { /a: { $ref: '#/components/pathItems/P', post: { operationId: b, ${done} } } }
        components: { pathItems: { P: { get: { operationId: a, ${done} } } } }`,
      ),
    );
    expect(codesOf(model)).toEqual([]);
    expect(model.actions.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});
