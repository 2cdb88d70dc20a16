import { expect } from 'vitest';
import {
  accepts,
  codesAt,
  codesOf,
  definitionNames,
  importFiles,
  importText,
  isAccountedFor,
  openapi,
  responseOf,
  schemaNamed,
  swagger,
} from './import-case.ts';
import { describeCases } from './test-case.ts';

const pet =
  'Pet: { type: object, required: [name], properties: { name: { type: string }, parent: { $ref: "#/Pet" } } }';
const get = (schema: string, name = 'read'): string => `
  /${name}:
    get:
      operationId: ${name}
      responses: { '200': { description: ok, content: { application/json: { schema: ${schema} } } } }`;
const withOwner = (version: string, schemas: string): string =>
  openapi(
    version,
    `paths:${get("{ $ref: '#/components/schemas/Owner' }")}
components:
  schemas:
    Owner: ${schemas}`,
  );

describeCases('A description beside a reference to another file', (testCase) => {
  for (const version of ['3.0.3', '3.1.0', '3.2.0'])
    testCase(`leaves a recursive schema of another file whole in ${version}`, async () => {
      const model = await importFiles({
        'openapi.yaml': withOwner(
          version,
          "{ type: object, properties: { pet: { $ref: 'pet.yaml#/Pet', description: Mine } } }",
        ),
        'pet.yaml': pet,
      });
      expect(codesOf(model)).not.toContain('REFERENCE_DANGLING');
      expect(accepts(model, 'Owner', { pet: { name: 'a', parent: { name: 'b' } } })).toBe(true);
      expect(accepts(model, 'Owner', { pet: { name: 'a', parent: {} } })).toBe(false);
      expect(definitionNames(model)).toContain('Pet');
    });

  testCase('leaves the schemas that its target references, without recursion', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.0.3',
        `paths:${get("{ $ref: 'common.yaml#/Owner' }")}
components: { schemas: { Fav: { $ref: 'common.yaml#/Pet', description: The favourite } } }`,
      ),
      'common.yaml': `Owner: { type: object, properties: { pet: { $ref: '#/Pet' }, name: { $ref: '#/Name' } } }
Pet: { type: object, required: [name], properties: { name: { $ref: '#/Name' } } }
Name: { type: string, minLength: 1 }`,
    });
    const [owner = ''] = responseOf(model, 'read', 200);
    expect(accepts(model, owner, { name: '' })).toBe(false);
    expect(accepts(model, owner, { pet: {} })).toBe(false);
    expect(accepts(model, owner, { pet: { name: 'a' }, name: 'b' })).toBe(true);
    expect(model.messages.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  testCase('imports when nothing else references the schema', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.1.0',
        "paths: {}\ncomponents: { schemas: { Titled: { $ref: 'pet.yaml#/Pet', title: A pet } } }",
      ),
      'pet.yaml': pet,
    });
    expect(accepts(model, 'Titled', { name: 'a' })).toBe(true);
    expect(accepts(model, 'Titled', { name: 'a', parent: {} })).toBe(false);
    expect(schemaNamed(model, 'Titled')).toMatchObject({ title: 'A pet' });
  });

  testCase('leaves targets whole that two extended references lead to, in JSON', async () => {
    const reference = (title: string): object => ({ $ref: 'types.json#/definitions/Pet', title });
    const model = await importFiles({
      'openapi.json': JSON.stringify({
        openapi: '3.1.0',
        info: { title: 'T', version: '1' },
        servers: [{ url: 'https://api.example.com' }],
        paths: {},
        components: {
          schemas: {
            One: reference('One'),
            Two: reference('Two'),
            Three: { type: 'array', items: reference('Three') },
          },
        },
      }),
      'types.json': JSON.stringify({
        definitions: {
          Pet: {
            type: 'object',
            properties: { tag: { $ref: '#/definitions/Tag' }, kin: { $ref: '#/definitions/Pet' } },
          },
          Tag: { type: 'integer' },
        },
      }),
    });
    for (const name of ['One', 'Two']) {
      expect(accepts(model, name, { kin: { tag: 1 } })).toBe(true);
      expect(accepts(model, name, { kin: { tag: 'x' } })).toBe(false);
    }
    expect(accepts(model, 'Three', [{ kin: { kin: { tag: 'x' } } }])).toBe(false);
    expect(codesOf(model)).not.toContain('REFERENCE_DANGLING');
  });

  testCase('leaves a response of another file whole', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.1.0',
        "paths: { /a: { get: { operationId: a, responses: { '200': { $ref: 'r.yaml#/Ok', description: Mine } } } } }",
      ),
      'r.yaml':
        "Ok: { description: ok, content: { application/json: { schema: { $ref: '#/Pet' } } } }\nPet: { type: object, required: [x] }",
    });
    expect(accepts(model, responseOf(model, 'a', 200)[0] ?? '', {})).toBe(false);
    expect(isAccountedFor(model, 'Mine', '/paths/~1a/get/responses/200')).toBe(true);
  });
});

describeCases('A reference below the sibling of a reference', (testCase) => {
  testCase('leads to its file', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.1.0',
        `paths:${get("{ $ref: '#/components/schemas/Test', properties: { second: { $ref: second.yaml } } }")}
components: { schemas: { Test: { type: object, properties: { first: { type: integer } } } } }`,
      ),
      'second.yaml': '{ type: string, enum: [x] }',
    });
    const [name = ''] = responseOf(model, 'read', 200);
    expect(accepts(model, name, { first: 1, second: 'x' })).toBe(true);
    expect(accepts(model, name, { second: 'y' })).toBe(false);
    expect(accepts(model, name, { first: 'y' })).toBe(false);
    expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
  });

  testCase('leads to a plain-name fragment of another file', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.1.0',
        "paths: {}\ncomponents: { schemas: { A: { type: object, properties: { b: { $ref: 'other.yaml#word' } } } } }",
      ),
      'other.yaml': '$defs: { W: { $anchor: word, type: string, enum: [x] } }',
    });
    expect(accepts(model, 'A', { b: 'x' })).toBe(true);
    expect(accepts(model, 'A', { b: 'y' })).toBe(false);
    expect(codesOf(model)).not.toContain('REFERENCE_EXTERNAL');
  });

  testCase('leads to its file two levels down, and beside a second one', async () => {
    const model = await importFiles({
      'openapi.yaml': openapi(
        '3.1.0',
        `paths: {}
components:
  schemas:
    A: { $ref: '#/components/schemas/B', allOf: [{ properties: { x: { $ref: 'types/x.yaml' } } }], properties: { y: { $ref: 'types/y.yaml#/Y' } } }
    B: { type: object }`,
      ),
      'types/x.yaml': '{ type: array, items: { $ref: y.yaml#/Y } }',
      'types/y.yaml': 'Y: { type: integer }',
    });
    expect(accepts(model, 'A', { x: [1], y: 2 })).toBe(true);
    expect(accepts(model, 'A', { x: ['1'] })).toBe(false);
    expect(accepts(model, 'A', { y: 'a' })).toBe(false);
  });
});

describeCases('A shared object that leads to itself', (testCase) => {
  for (const [section, document] of [
    [
      '/components/parameters',
      openapi(
        '3.0.3',
        "paths: {}\ncomponents: { parameters: { L: { $ref: '#/components/parameters/M' }, M: { $ref: '#/components/parameters/L' } } }",
      ),
    ],
    [
      '/components/responses',
      openapi(
        '3.1.0',
        "paths: {}\ncomponents: { responses: { L: { $ref: '#/components/responses/M' }, M: { $ref: '#/components/responses/L' } } }",
      ),
    ],
    ['/parameters', swagger("paths: {}\nparameters: { L: { $ref: '#/parameters/M' }, M: { $ref: '#/parameters/L' } }")],
  ] as const)
    testCase(`is reported, also when nothing uses it: ${section}`, async () => {
      const model = await importText(document);
      expect(codesAt(model, `${section}/L`)).toContain('REFERENCE_CYCLE');
      expect(codesAt(model, `${section}/M`)).toContain('REFERENCE_CYCLE');
    });
});
