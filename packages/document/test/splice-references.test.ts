import { importDocument } from '@connectory/importer';
import { describe, expect, test } from 'vitest';
import { packFiles } from './pack-archive.ts';
import { read, readFault } from './read.ts';

/** A root document whose path `/a` and components are given, with the files of an archive. */
function archive(pathItem: string, files: { readonly [name: string]: string }, rest = ''): Buffer {
  const root = `openapi: 3.0.0\ninfo: {title: a, version: "1"}\npaths:\n  /a: ${pathItem}\n${rest}`;
  return packFiles({ 'api/openapi.yaml': root, ...files });
}

const responses = 'responses: {200: {description: ok}}';
const pet = { 'api/schemas/pet.yaml': 'type: object\nproperties: {owner: {$ref: "owner.yaml#/Owner"}}' };

describe('a reference in a place where the specification allows none', () => {
  test.each<[string, Buffer, object]>([
    [
      'an operation',
      archive('{get: {$ref: ops/get.yaml}}', { ...pet, 'api/ops/get.yaml': `summary: s\n${responses}` }),
      { paths: { '/a': { get: { summary: 's', responses: { 200: {} } } } } },
    ],
    [
      'an operation behind two references',
      archive('{get: {$ref: ops/get.yaml}}', {
        'api/ops/get.yaml': '$ref: "more.yaml#/x"',
        'api/ops/more.yaml': 'x: {summary: s}',
      }),
      { paths: { '/a': { get: { summary: 's' } } } },
    ],
    [
      'a list of parameters',
      archive('{get: {parameters: {$ref: p.yaml}}}', { 'api/p.yaml': '- {name: n, in: query}\n- {$ref: "q.yaml#/q"}' }),
      { paths: { '/a': { get: { parameters: [{ name: 'n' }, { $ref: 'q.yaml#/q' }] } } } },
    ],
    [
      'responses and content',
      archive('{get: {responses: {$ref: r/r.yaml}}}', {
        'api/r/r.yaml': '200: {content: {$ref: "../c.yaml#/c"}}',
        'api/c.yaml': 'c: {application/json: {schema: {$ref: "schemas/pet.yaml"}}}',
      }),
      {
        paths: {
          '/a': {
            get: { responses: { 200: { content: { 'application/json': { schema: { $ref: 'schemas/pet.yaml' } } } } } },
          },
        },
      },
    ],
    [
      'maps of components and of properties',
      archive(
        '{}',
        {
          'api/s/all.yaml':
            'Pet: {properties: {$ref: "#/Props"}}\nProps: {p: {$ref: "../pet.yaml"}, q: {$ref: "#/Pet"}}',
        },
        'components: {schemas: {$ref: s/all.yaml}}',
      ),
      { components: { schemas: { Pet: { properties: { p: { $ref: 'pet.yaml' }, q: { $ref: 's/all.yaml#/Pet' } } } } } },
    ],
    [
      'info, servers and tags',
      archive(
        '{}',
        { 'api/i.yaml': 'title: t', 'api/s.yaml': '- url: /', 'api/t.yaml': 'name: a' },
        'servers: {$ref: s.yaml}\ntags: [{$ref: t.yaml}]',
      ),
      { servers: [{ url: '/' }], tags: [{ name: 'a' }] },
    ],
    [
      'the values of an enum, and an example in a file of its own',
      archive(
        '{}',
        { 'api/e.yaml': '[a, b]', 'api/x.json': '{"y":1}' },
        'components: {schemas: {A: {enum: {$ref: e.yaml}, example: {$ref: x.json}}}}',
      ),
      { components: { schemas: { A: { enum: ['a', 'b'], example: { y: 1 } } } } },
    ],
    [
      'an operation in a path item of another file',
      archive('{$ref: p/a.yaml}', { 'api/p/a.yaml': 'get: {$ref: get.yaml}', 'api/p/get.yaml': 'summary: s' }),
      { paths: { '/a': { $ref: 'p/a.yaml' } } },
    ],
    [
      'members beside it',
      archive('{get: {$ref: g.yaml, summary: mine}}', { 'api/g.yaml': `summary: theirs\n${responses}` }),
      { paths: { '/a': { get: { summary: 'mine', responses: {} } } } },
    ],
    [
      'mappings of discriminators',
      archive(
        '{}',
        { 'api/s/all.yaml': 'P: {discriminator: {propertyName: t, mapping: {a: "#/A", b: b.yaml, c: C}}}' },
        'components: {schemas: {$ref: s/all.yaml}}',
      ),
      { components: { schemas: { P: { discriminator: { mapping: { a: 's/all.yaml#/A', b: 's/b.yaml', c: 'C' } } } } } },
    ],
  ])('is replaced by its target: %s', async (_, bytes, expected) => {
    expect((await read(bytes)).root).toMatchObject(expected);
  });

  test('keeps files and places of what it leads to', async () => {
    const document = await read(
      archive('{get: {$ref: ops/get.yaml}}', {
        'api/ops/get.yaml': 'summary: s\nresponses:\n  $ref: r.yaml#/r',
        'api/ops/r.yaml': 'x: 1\nr:\n  200: {description: d}',
      }),
    );
    const place = '/paths/~1a/get/responses/200/description';
    const { locate } = document;
    expect(locate(new Set([place])).get(place)).toEqual({
      file: 'api/ops/r.yaml',
      pointer: '/r/200/description',
      line: 3,
      column: 9,
    });
    const summary = '/paths/~1a/get/summary';
    expect(locate(new Set([summary])).get(summary)).toMatchObject({
      file: 'api/ops/get.yaml',
      pointer: '/summary',
      line: 1,
    });
  });

  test('is imported with its schemas, from another folder', async () => {
    const document = await read(
      archive('{get: {$ref: ops/get.yaml}}', {
        ...pet,
        'api/schemas/owner.yaml': 'Owner: {type: object, properties: {pet: {$ref: pet.yaml}}}',
        'api/ops/get.yaml':
          'responses: {200: {description: d, content: {application/json: {schema: {$ref: ../schemas/pet.yaml}}}}}',
      }),
    );
    const outcome = importDocument(document, {});
    expect(outcome.ok && outcome.model.definitions.map(({ name }) => name.toLowerCase())).toEqual(['pet', 'owner']);
    expect(outcome.ok && outcome.model.messages.filter(({ code }) => code.startsWith('REFERENCE'))).toEqual([]);
  });

  test.each([
    [
      'a property with a name of the specification',
      '{properties: {responses: {$ref: "#/x"}, content: {$ref: "#/y"}, tags: {$ref: a.yaml}}}',
    ],
    ['an example that stays in its file', '{example: {$ref: "#/components/schemas/A"}, default: {$ref: missing.yaml}}'],
    ['a dangling reference', '{properties: {$ref: missing.yaml}, enum: {$ref: "a.yaml#/nothing"}}'],
  ])('is ignored in %s', async (_, schema) => {
    const { root } = await read(
      archive('{}', { 'api/a.yaml': 'type: string' }, `components: {schemas: {A: ${schema}}}`),
    );
    const text = JSON.stringify(root);
    for (const [, reference] of schema.matchAll(/\$ref: "?([^"}]+)/g))
      expect(text).toContain(`{"$ref":"${reference}"}`);
  });

  test('ends where a reference leads into itself', async () => {
    const { root } = await read(
      archive(
        '{}',
        { 'api/a.yaml': 'p: {x: {properties: {$ref: "#/p"}}, y: {$ref: "#/p/x"}}\nq: {$ref: "#/q"}' },
        'components: {schemas: {A: {properties: {$ref: "a.yaml#/p"}}, B: {properties: {$ref: "a.yaml#/q"}}}}',
      ),
    );
    expect(JSON.stringify(root).length).toBeLessThan(1_000);
  });

  test('does not multiply, however often and deeply targets are used', { timeout: 60_000 }, async () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `api/${at}.yaml`,
        `a: {properties: {$ref: "${at + 1}.yaml"}}\nb: {properties: {$ref: "${at + 1}.yaml"}}\n`,
      ]),
    );
    const bytes = archive(
      '{}',
      { ...files, 'api/40.yaml': 'c: {type: string}' },
      'components: {schemas: {$ref: 0.yaml}}',
    );
    const before = process.cpuUsage();
    expect((await readFault(bytes)).code).toBe('document_alias_bomb');
    expect(process.cpuUsage(before).user).toBeLessThan(5_000_000);
  });

  test('nests no deeper than a document may', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [`api/${at}.yaml`, `a: {properties: {$ref: "${at + 1}.yaml"}}`]),
    );
    const fault = await readFault(archive('{}', files, 'components: {schemas: {$ref: 0.yaml}}'));
    expect(fault.code).toBe('document_too_deep');
  });

  test('pollutes nothing with members named __proto__', async () => {
    const files = { 'api/a.json': '{"__proto__":{"polluted":true}}' };
    const { root } = await read(
      archive('{}', files, 'components: {schemas: {__proto__: {properties: {$ref: a.json}}}}'),
    );
    expect('polluted' in {}).toBe(false);
    expect(JSON.stringify(root)).toContain('"__proto__":{"properties":{"__proto__":{"polluted":true}}}');
  });
});
