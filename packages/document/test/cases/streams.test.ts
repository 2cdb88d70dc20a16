import { expect } from 'vitest';
import {
  accepts,
  bodyOf,
  codesAt,
  codesOf,
  expandedSchema,
  importText,
  keptText,
  openapi,
  responseOf,
  warningsAt,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

describeCases('Streams of 3.2', (testCase) => {
  const stream = openapi(
    '3.2.0',
    `
    paths:
      /ticks:
        get:
          operationId: ticks
          responses:
            '200':
              description: One line a tick
              content:
                application/jsonl: { itemSchema: { $ref: '#/components/schemas/Tick' } }
                text/event-stream: { itemSchema: { type: object, required: [data], properties: { data: { type: string } } } }
        post:
          operationId: send
          requestBody: { content: { application/json-seq: { itemSchema: { $ref: '#/components/schemas/Tick' } } } }
          responses: { '204': { description: ok } }
    components: { schemas: { Tick: { type: object, required: [price], properties: { price: { type: number } } } } }`,
  );

  testCase('have the schema of a list of their items', async () => {
    const model = await importText(stream);
    const names = responseOf(model, 'ticks', 200);
    expect(names).toHaveLength(2);
    const schemas = names.map((name) => expandedSchema(model, name));
    expect(schemas.map(({ type }) => type)).toEqual(['array', 'array']);
    expect(accepts(model, names[0] ?? '', [{ price: 1 }])).toBe(true);
    expect(accepts(model, names[0] ?? '', [{}])).toBe(false);
    expect(accepts(model, names[1] ?? '', [{ data: 'x' }])).toBe(true);
    expect(accepts(model, names[1] ?? '', [{}])).toBe(false);
  });

  testCase('have the schema of a list in a request too', async () => {
    const model = await importText(stream);
    const [name = ''] = bodyOf(model, 'send');
    expect(accepts(model, name, [{ price: 1 }])).toBe(true);
    expect(accepts(model, name, [{}])).toBe(false);
  });

  testCase('are not called bodies without a schema, nor violations', async () => {
    const codes = codesOf(await importText(stream));
    expect(codes).not.toContain('BODY_WITHOUT_SCHEMA');
    expect(codes).not.toContain('SCHEMA_VIOLATION');
  });

  testCase('keep prefixEncoding and itemEncoding', async () => {
    const model = await importText(
      openapi(
        '3.2.0',
        `
        paths:
          /a:
            post:
              operationId: a
              requestBody:
                content:
                  multipart/mixed:
                    itemSchema: { type: string }
                    prefixEncoding: [{ contentType: text/x-first }]
                    itemEncoding: { contentType: text/x-others }
              responses: { '200': { summary: Short words, description: ok } }`,
      ),
    );
    for (const text of ['text/x-first', 'text/x-others', 'Short words']) expect(keptText(model)).toContain(text);
    expect(codesOf(model)).not.toContain('SCHEMA_VIOLATION');
  });

  testCase('may be shared as media types', async () => {
    const model = await importText(
      openapi(
        '3.2.0',
        `
        paths: { /a: { get: { operationId: a, responses: { '200': { description: ok, content: { application/jsonl: { $ref: '#/components/mediaTypes/Lines' } } } } } } }
        components: { mediaTypes: { Lines: { itemSchema: { type: object, required: [x] } } } }`,
      ),
    );
    const [name = ''] = responseOf(model, 'a', 200);
    expect(accepts(model, name, [{}])).toBe(false);
    expect(warningsAt(model, '/paths/~1a/get/responses/200')).toEqual([]);
    expect(codesAt(model, '/components')).not.toContain('SCHEMA_VIOLATION');
  });
});
