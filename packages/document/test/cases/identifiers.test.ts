import { expect } from 'vitest';
import { accepts, codesOf, expandedSchema, importFiles, importText, openapi, responseOf } from './import-case.ts';
import { describeCases } from './test-case.ts';

const get = (schema: string, name = 'read'): string => `
  /${name}:
    get:
      operationId: ${name}
      responses: { '200': { description: ok, content: { application/json: { schema: ${schema} } } } }`;

describeCases('Identifiers of schemas', (testCase) => {
  const owner = `
    Owner:
      $id: https://example.com/schemas/owner
      type: object
      properties: { name: { type: string }, label: { $anchor: label, type: string, minLength: 2 } }`;
  const item = (properties: string, id = '$id: https://example.com/schemas/item'): string =>
    openapi(
      '3.1.0',
      `paths: {}\ncomponents:\n  schemas:\n    Item: { ${id}, type: object, properties: ${properties} }${owner}`,
    );

  testCase('are the base of relative references, pointers and anchors', async () => {
    const model = await importText(
      item(
        "{ owner: { $ref: owner }, name: { $ref: 'owner#/properties/name' }, label: { $ref: 'https://example.com/schemas/owner#label' } }",
      ),
    );
    expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
    expect(accepts(model, 'Item', { owner: { name: 'a' }, name: 'b', label: 'cc' })).toBe(true);
    for (const wrong of [{ owner: { name: 1 } }, { name: 1 }, { label: 'c' }])
      expect(accepts(model, 'Item', wrong)).toBe(false);
  });

  testCase('are found behind an empty fragment', async () => {
    const model = await importText(item("{ owner: { $ref: 'https://example.com/schemas/owner#' } }"));
    expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
    expect(accepts(model, 'Item', { owner: { name: 1 } })).toBe(false);
  });

  testCase('may be relative themselves', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `paths: {}
components:
  schemas:
    Item: { $id: /schemas/item, type: object, properties: { a: { $ref: owner }, b: { $ref: '/schemas/owner#/properties/name' }, c: { $ref: './owner#label' } } }
    Owner: { $id: /schemas/owner, type: object, properties: { name: { type: string }, label: { $anchor: label, type: integer } } }`,
      ),
    );
    expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
    for (const wrong of [{ a: { name: 1 } }, { b: 1 }, { c: 'x' }]) expect(accepts(model, 'Item', wrong)).toBe(false);
  });

  testCase('of an embedded schema are the base of references within it', async () => {
    const model = await importText(
      openapi(
        '3.1.0',
        `paths: {}
components:
  schemas:
    A:
      $id: https://example.com/a/
      type: object
      properties: { b: { $ref: deep/b }, c: { $ref: '#/$defs/c' } }
      $defs:
        b: { $id: deep/b, type: object, properties: { c: { $ref: '../#/$defs/c' }, own: { $ref: '#/$defs/c' } }, $defs: { c: { type: boolean } } }
        c: { type: integer }`,
      ),
    );
    expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
    expect(accepts(model, 'A', { b: { c: 1, own: true }, c: 2 })).toBe(true);
    for (const wrong of [{ b: { c: true } }, { b: { own: 1 } }, { c: true }])
      expect(accepts(model, 'A', wrong)).toBe(false);
  });
});

describeCases('The address of a document, $self', (testCase) => {
  const self = (reference: string, address = 'https://api.example.com/openapi.yaml'): string =>
    openapi(
      '3.2.0',
      `$self: ${address}\npaths:${get(`{ $ref: '${reference}' }`)}\ncomponents: { schemas: { A: { type: object, properties: { b: { type: string } } } } }`,
    );
  for (const reference of [
    'https://api.example.com/openapi.yaml#/components/schemas/A',
    'openapi.yaml#/components/schemas/A',
    './openapi.yaml#/components/schemas/A',
    '/openapi.yaml#/components/schemas/A',
    '#/components/schemas/A',
  ])
    testCase(`is what ${reference} leads to`, async () => {
      const model = await importText(self(reference));
      expect(responseOf(model, 'read', 200)).toEqual(['A']);
      expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
    });

  testCase('may be relative', async () => {
    const model = await importText(
      self('v2/api.yaml#/components/schemas/A', '/v2/api.yaml').replace('v2/api.yaml#', '/v2/api.yaml#'),
    );
    expect(responseOf(model, 'read', 200)).toEqual(['A']);
  });

  testCase('of another file of the archive is found too', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.2.0',
        `$self: https://api.example.com/v1/openapi.yaml\npaths:${get("{ $ref: 'https://api.example.com/v1/shared.yaml#/components/schemas/B' }")}`,
      ),
      'shared.yaml': openapi(
        '3.2.0',
        '$self: https://api.example.com/v1/shared.yaml\ncomponents: { schemas: { B: { type: integer } } }',
      ),
    });
    expect(expandedSchema(model, responseOf(model, 'read', 200)[0] ?? '')).toEqual({ type: 'integer' });
  });
});
