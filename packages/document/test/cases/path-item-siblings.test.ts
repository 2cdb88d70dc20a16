import { expect } from 'vitest';
import {
  codesAt,
  codesOf,
  importFiles,
  importText,
  openapi,
  parametersOf,
  responseOf,
  schemaNamed,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const done = "responses: { '204': { description: Done } }";

describeCases('Members beside the reference of a path item', (testCase) => {
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`refer to places of their own file in ${version}`, async () => {
      const model = await importFiles({
        'openapi.yaml': openapi(
          version,
          `
          paths:
            /a:
              $ref: 'sub/items.yaml#/A'
              parameters: [{ $ref: '#/components/parameters/Q' }]
              get: { operationId: beside, responses: { '200': { description: ok, content: { text/csv: { schema: { $ref: '#/components/schemas/S' } } } } } }
          components: { schemas: { S: { type: string } }, parameters: { Q: { name: q, in: query, schema: { type: integer } } } }`,
        ),
        'sub/items.yaml': `A: { post: { operationId: target, requestBody: { content: { text/csv: { schema: { $ref: '#/T' } } } }, ${done} } }\nT: { type: boolean }`,
      });
      expect(codesOf(model)).toEqual(['ARCHIVE_ROOT']);
      expect(responseOf(model, 'beside', 200)).toEqual(['S']);
      expect(schemaNamed(model, 'T')).toEqual({ type: 'boolean' });
      for (const action of ['beside', 'target'])
        expect(parametersOf(model, action)['q']).toMatchObject({ type: 'integer' });
    });

  testCase('have their own places, with lines', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths:
          /a:
            $ref: '#/components/pathItems/P'
            servers: [{ url: 'https://b.example?c' }]
            parameters: [{ name: q, in: query, schema: { type: nope } }]
            get: { parameters: [{ name: r, in: query, schema: { type: nope } }], ${done} }
        components: { pathItems: { P: { post: { operationId: p, ${done} } } } }`,
      ),
    );
    expect(codesAt(model, '/paths/~1a/get')).toContain('OPERATION_ID_MISSING');
    expect(codesAt(model, '/paths/~1a/servers')).toEqual(
      expect.arrayContaining(['SERVER_OVERRIDDEN', 'SERVER_WITH_QUERY']),
    );
    for (const place of ['parameters/0', 'get/parameters/0'])
      expect(codesAt(model, `/paths/~1a/${place}/schema/type`), place).toEqual(['SCHEMA_TYPE_UNKNOWN']);
    const places = model.messages.flatMap(({ locations }) => locations);
    expect(places.filter(({ line }) => line === undefined)).toEqual([]);
  });

  testCase('leave the members of the target at their places', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `
        paths: { /a: { $ref: '#/components/pathItems/P', summary: mine } }
        components: { pathItems: { P: { servers: [{ url: https://b.example }], post: { operationId: p, ${done} } } } }`,
      ),
    );
    expect(codesAt(model, '/components/pathItems/P/servers')).toEqual(['SERVER_OVERRIDDEN']);
    expect(model.actions[0]?.summary).toBe('mine');
  });
});
