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
});

describeCases('Identifiers in other files of an archive', (testCase) => {
  const address = 'https://api.example.com/v1';
  const root = (schema: string, head = ''): string => openapi('3.2.0', `${head}\npaths:${get(schema)}`);
  const refTo = (reference: string): string => `{ $ref: '${reference}' }`;
  const shared = (head: string): string =>
    openapi('3.2.0', `${head}\ncomponents: { schemas: { B: { $anchor: bee, type: integer } } }`);
  const pet = `$id: ${address}/schemas/pet\ntype: object\nproperties: { name: { $anchor: name, type: string } }`;

  const resolved: readonly [string, { readonly [path: string]: string }, object][] = [
    [
      'a document by its $self',
      {
        'openapi.yaml': root(refTo(`${address}/shared.yaml#/components/schemas/B`), `$self: ${address}/openapi.yaml`),
        'shared.yaml': shared(`$self: ${address}/shared.yaml`),
      },
      { type: 'integer' },
    ],
    [
      'a document by a $self that has nothing of its path, relative to the $self of the root',
      {
        'a/openapi.yaml': root(refTo('common#/components/schemas/B'), `$self: ${address}/openapi`),
        'b/deep/file.json': JSON.stringify({
          openapi: '3.2.0',
          $self: `${address}/common`,
          components: { schemas: { B: { type: 'integer' } } },
        }),
      },
      { type: 'integer' },
    ],
    [
      'an anchor of a document by its $self',
      { 'openapi.yaml': root(refTo(`${address}/x#bee`)), 'shared.yaml': shared(`$self: ${address}/x`) },
      { type: 'integer' },
    ],
    [
      'a file by its path, although its document has another $self',
      {
        'openapi.yaml': root(refTo('lib/shared.yaml#/components/schemas/B'), `$self: ${address}/openapi.yaml`),
        'lib/shared.yaml': shared(`$self: https://other.example/s.yaml`),
      },
      { type: 'integer' },
    ],
    [
      'an anchor of a file by its path',
      { 'openapi.yaml': root(refTo('lib/shared.yaml#bee')), 'lib/shared.yaml': shared('') },
      { type: 'integer' },
    ],
    [
      'a schema that is a file by its $id',
      { 'openapi.yaml': root(refTo(`${address}/schemas/pet`)), 'lib/p.yaml': pet },
      { type: 'object' },
    ],
    [
      'an anchor of a schema by its $id',
      { 'openapi.yaml': root(refTo(`${address}/schemas/pet#name`)), 'lib/p.yaml': pet },
      { type: 'string' },
    ],
    [
      'a schema within a file by its $id',
      {
        'openapi.yaml': root(refTo('urn:example:deep')),
        'lib/all.yaml': 'anything: [{ $id: urn:example:deep, type: boolean }]',
      },
      { type: 'boolean' },
    ],
    [
      'a file that only a file found by its $id names by $self',
      {
        'openapi.yaml': root(refTo('urn:example:first')),
        'one.yaml': `$id: urn:example:first\nallOf: [{ $ref: '${address}/two#/components/schemas/B' }]`,
        'two.yaml': shared(`$self: ${address}/two`),
      },
      { allOf: [{ type: 'integer' }] },
    ],
  ];
  for (const [title, files, schema] of resolved)
    testCase(`find ${title}`, async () => {
      const model = await importFiles(files);
      expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
      expect(codesOf(model)).not.toContain('REFERENCE_DANGLING');
      expect(expandedSchema(model, responseOf(model, 'read', 200)[0] ?? '')).toMatchObject(schema);
    });

  testCase('leave a document that others name by $self out of the choice of the root', async () => {
    const other = openapi('3.2.0', `$self: ${address}/shared\npaths:${get('true', 'a')}${get('true', 'b')}`);
    const main = openapi('3.2.0', `paths: { /x: { $ref: '${address}/shared#/paths/~1a' } }`);
    const model = await importFiles({ 'main.yaml': main, 'shared.yaml': other });
    expect(model.actions.map(({ path }) => path)).toEqual(['/x']);
  });

  testCase('report an address that no file has', async () => {
    const files = { 'openapi.yaml': root(refTo(`${address}/none`)), 'lib/p.yaml': pet, 'broken.yaml': '$id: [' };
    expect(codesOf(await importFiles(files))).toContain('REFERENCE_EXTERNAL');
  });
});
