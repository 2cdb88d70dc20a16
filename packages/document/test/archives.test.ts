import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { packFiles, packTar, packZip } from './pack-archive.ts';
import { locateOne, read, readFault } from './read.ts';

const root = `openapi: 3.2.0
info: {title: Split, version: "1"}
paths:
  /pets: {$ref: paths/pets.yaml}
  /cats:
    get:
      parameters: [{$ref: "./shared/limit page.json#/Limit"}]
      responses:
        200:
          description: ok
          content: {application/json: {schema: {$ref: schemas/pet.yaml}}}
components:
  schemas:
    Pet: {$ref: schemas/pet.yaml}
`;

const split = {
  'openapi.yaml': root,
  'paths/pets.yaml': `get:
  parameters: [{$ref: "../shared/limit%20page.json#/Limit"}]
  responses:
    200: {description: ok, content: {application/json: {schema: {type: array, items: {$ref: ../schemas/pet.yaml}}}}}
`,
  'schemas/pet.yaml': 'type: object\nproperties: {owner: {$ref: owner.yaml}, "0200": {type: string}}\n',
  'schemas/owner.yaml': 'type: object\nproperties: {pets: {type: array, items: {$ref: pet.yaml}}}\n',
  'shared/limit page.json': '{"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}}',
};

const schema = '#/components/schemas/Pet';
const bundled = {
  paths: {
    '/pets': {
      get: {
        parameters: [{ $ref: '#/paths/~1cats/get/parameters/0' }],
        responses: { 200: { content: { 'application/json': { schema: { items: { $ref: schema } } } } } },
      },
    },
    '/cats': { get: { responses: { 200: { content: { 'application/json': { schema: { $ref: schema } } } } } } },
  },
  components: {
    schemas: {
      Pet: { properties: { owner: { properties: { pets: { items: { $ref: schema } } } }, '0200': { type: 'string' } } },
    },
  },
};

describe('an archive of files that reference each other', () => {
  test('is read as one document from ZIP, tar, tar.gz and ZIP with a top folder', async () => {
    const entries = Object.entries(split).map(([name, content]) => ({ name, content }));
    const inFolder = [
      { name: 'api-main/', content: '' },
      { name: '__MACOSX/._openapi.yaml', content: 'junk' },
      ...entries.map(({ name, content }) => ({ name: `api-main/${name}`, content })),
    ];
    const tar = await packTar([{ name: 'paths', type: 'directory' }, ...entries]);
    for (const archive of [packZip(entries), packZip(inFolder), tar, gzipSync(tar)]) {
      const { root: document, openapi, notices } = await read(archive);
      expect(document).toMatchObject(bundled);
      expect(JSON.stringify(document)).not.toMatch(/\.yaml|\.json/);
      expect([openapi, notices.map(({ code }) => code)]).toEqual(['3.2.0', ['ARCHIVE_ROOT']]);
    }
  });

  test('has no dangling reference afterwards', async () => {
    const text = JSON.stringify((await read(packFiles(split))).root);
    const document: unknown = JSON.parse(text);
    for (const [, pointer] of text.matchAll(/"\$ref":"#([^"]*)"/g)) {
      let node: unknown = document;
      for (const token of (pointer ?? '').split('/').slice(1)) {
        const name = decodeURIComponent(token).replaceAll('~1', '/').replaceAll('~0', '~');
        node =
          typeof node === 'object' && node !== null
            ? Object.entries(node).find(([key]) => key === name)?.[1]
            : undefined;
      }
      expect(node, pointer).toBeDefined();
    }
  });

  test('locates places of the root document in the root document', async () => {
    const document = await read(packFiles(split));
    expect(locateOne(document, '/paths/~1cats/get')).toBe('6:5');
  });

  test.each([
    ['/paths/~1pets/get', 'paths/pets.yaml', '/get', '1:1'],
    ['/paths/~1pets/get/responses/200/description', 'paths/pets.yaml', '/get/responses/200/description', '4:11'],
    ['/paths/~1cats/get/parameters/0/schema/type', 'shared/limit page.json', '/Limit/schema/type', '1:55'],
    ['/components/schemas/Pet/properties/owner/properties/pets', 'schemas/owner.yaml', '/properties/pets', '2:14'],
  ])('places %s in the file that it came from', async (pointer, file, inFile, position) => {
    const { locate } = await read(packFiles(split));
    const [line, column] = position.split(':').map(Number);
    expect(locate(new Set([pointer])).get(pointer)).toEqual({ file, pointer: inFile, line, column });
  });

  test('keeps dangling references unchanged, and the rest of the document', async () => {
    const { root: document } = await read(
      packFiles({
        'openapi.yaml': `openapi: 3.0.0
a: {$ref: missing.yaml}
b: {$ref: "there.yaml#/nowhere"}
c: {$ref: "https://archive.example/x.yaml"}
d: {$ref: "#/d"}
e: {$ref: "#/f"}
f: {$ref: "#/e"}
g: {$ref: "there.yaml#/constructor"}
h: {$ref: "there.yaml#/__proto__"}
i: {$ref: "there.yaml#anchor"}
j: {$ref: "%zz"}
k: {$ref: "there.yaml#/ok"}
l: {$ref: "file:///etc/passwd"}
m: {$ref: "../../../../etc/passwd"}
n: {properties: {$ref: {type: string}}}
`,
        'there.yaml': 'ok: {fine: true}\nmore: {$ref: "#/components/schemas/Pet"}\n',
      }),
    );
    expect(document).toMatchObject({
      a: { $ref: 'missing.yaml' },
      b: { $ref: 'there.yaml#/nowhere' },
      c: { $ref: 'https://archive.example/x.yaml' },
      d: { $ref: '#/d' },
      e: { $ref: '#/f' },
      g: { $ref: 'there.yaml#/constructor' },
      h: { $ref: 'there.yaml#/__proto__' },
      i: { $ref: 'there.yaml#anchor' },
      j: { $ref: '%zz' },
      k: { fine: true },
      l: { $ref: 'file:///etc/passwd' },
      m: { $ref: '../../../../etc/passwd' },
      n: { properties: { $ref: { type: 'string' } } },
    });
  });

  test('keeps version, relative servers, null, unknown members and their order', async () => {
    const document = {
      info: null,
      openapi: '3.2.0',
      servers: [{ url: '/root' }, 1],
      paths: {
        '/a': { servers: [{ url: '/path' }], get: { servers: [{ url: '/operation' }, null], responses: {} } },
        '/b': null,
        '/c': { servers: 'x', post: { servers: {} } },
      },
      webhooks: { w: null },
      'x-none': null,
      swaggerish: 1,
    };
    const files = { 'openapi.json': JSON.stringify({ ...document, 'x-a': { $ref: 'a.json' } }), 'a.json': '{"b":1}' };
    const { root: result, openapi } = await read(packFiles(files));
    expect(JSON.stringify(result)).toBe(JSON.stringify({ ...document, 'x-a': { b: 1 } }));
    expect(openapi).toBe('3.2.0');
  });

  test('can have all paths in another file', async () => {
    const files = { 'openapi.yaml': 'openapi: 3.0.0\npaths: {$ref: p.yaml}', 'p.yaml': '/a: {get: {responses: {}}}' };
    expect((await read(packFiles(files))).root).toEqual({
      openapi: '3.0.0',
      paths: { '/a': { get: { responses: {} } } },
    });
  });

  test('of Swagger 2.0 is bundled, then upgraded', async () => {
    const { root: document, openapi } = await read(
      packFiles({
        'swagger.json': '{"swagger":"2.0","paths":{},"definitions":{"A":{"$ref":"a.json"}}}',
        'a.json': '{"type":"object","properties":{"b":{"type":"string","x-nullable":true}}}',
      }),
    );
    expect(openapi).toBe('2.0');
    expect(document).toMatchObject({ components: { schemas: { A: { properties: { b: { nullable: true } } } } } });
  });

  test('names the file of a notice', async () => {
    const { notices } = await read(
      packFiles({ 'openapi.yaml': 'openapi: 3.0.0\na: {$ref: a.yaml}', 'a.yaml': 'b: 1\nb: 2\n' }),
    );
    const duplicates = notices.filter(({ code }) => code === 'DUPLICATE_KEY');
    expect(duplicates).toMatchObject([{ places: [{ pointer: '', what: expect.stringMatching(/^a\.yaml#\/b: /) }] }]);
  });
});

describe('a hostile archive', { timeout: 60_000 }, () => {
  const good = { name: 'openapi.yaml', content: 'openapi: 3.0.0' };

  test.each(['../evil.yaml', 'a/../../evil.yaml', '/etc/evil.yaml', 'C:\\evil.yaml', '..\\evil.yaml'])(
    'that writes to %s is refused',
    async (name) => {
      expect((await readFault(packZip([good, { name, content: 'x' }]))).code).toBe('archive_unsafe_path');
      expect((await readFault(await packTar([good, { name, content: 'x' }]))).code).toBe('archive_unsafe_path');
    },
  );

  test('with a link that the root references is refused', async () => {
    const linking = { name: 'openapi.yaml', content: 'openapi: 3.0.0\nx: {$ref: a.yaml}' };
    const zip = packZip([linking, { name: 'a.yaml', content: '/etc/passwd', mode: 0o120777 }]);
    expect((await readFault(zip)).code).toBe('archive_link');
    for (const type of ['symlink', 'link'] as const) {
      const tar = await packTar([linking, { name: 'a.yaml', type, linkname: '/etc/passwd' }]);
      expect((await readFault(tar)).code).toBe('archive_link');
    }
  });

  test('with a link that nothing references is accepted', async () => {
    await read(packZip([good, { name: 'a.yaml', content: '/etc/passwd', mode: 0o120777 }]));
  });

  test('that is encrypted is refused', async () => {
    expect((await readFault(packZip([{ ...good, encrypted: true }]))).code).toBe('archive_encrypted');
  });

  test('is refused by the files that its root reaches, not by the others', async () => {
    const files = Array.from({ length: 50 }, (_, at) => ({ name: `${at}.yaml`, content: 'a: 1' }));
    const paths = files.map(({ name }) => `  - {$ref: ${name}}`).join('\n');
    const reaching = { name: 'openapi.yaml', content: `openapi: 3.0.0\nx:\n${paths}` };
    for (const archive of [packZip([reaching, ...files]), await packTar([reaching, ...files])]) {
      const fault = await readFault(archive, { maxArchiveFiles: 50 });
      expect(fault.code).toBe('archive_too_many_files');
      expect(fault.message).toMatch(/more than 50 files \(MAX_ARCHIVE_FILES\)/);
      await read(archive, { maxArchiveFiles: 51 });
    }
    await read(packZip([good, ...files]), { maxArchiveFiles: 1 });
  });

  test('above the size limit stops there, even with false headers', async () => {
    const reaching = { name: 'openapi.yaml', content: 'openapi: 3.0.0\nx: {$ref: bomb.yaml}' };
    const bomb = { name: 'bomb.yaml', content: Buffer.alloc(5_000_000, 0x20) };
    expect((await readFault(packZip([reaching, bomb]), { maxBytes: 1_000_000 })).code).toBe('document_too_large');
    const liar = packZip([reaching, { ...bomb, claimedSize: 10 }]);
    expect((await readFault(liar, { maxBytes: 1_000_000 })).code).toMatch(/^(document_too_large|archive_broken)$/);
    const tar = gzipSync(await packTar([reaching, { name: 'bomb.yaml', content: ' '.repeat(5_000_000) }]));
    expect((await readFault(tar, { maxBytes: 1_000_000 })).code).toBe('document_too_large');
    await read(packZip([good, bomb, { ...bomb, name: 'liar.yaml', claimedSize: 10 }]), { maxBytes: 1_000_000 });
  });

  test('of bombs that are searched for the root ends at a multiple of the size limit', async () => {
    const bombs = Array.from({ length: 20 }, (_, at) => ({ name: `${at}.yaml`, content: Buffer.alloc(900_000, 0x20) }));
    const fault = await readFault(packZip([good, ...bombs]), { maxBytes: 1_000_000 });
    expect(fault.code).toBe('document_too_large');
    expect(fault.message).toMatch(/"root" in the metadata/);
    await read(packZip([good, ...bombs]), { maxBytes: 1_000_000 }, 'openapi.yaml');
  });

  test('that is cut off or damaged gives one fault', async () => {
    const zip = packFiles(split);
    for (let length = 4; length < zip.length; length += 97) {
      expect((await readFault(zip.subarray(0, length))).code).toBe('archive_broken');
    }
    const tar = await packTar([{ name: 'openapi.yaml', content: root }]);
    expect((await readFault(tar.subarray(0, 600))).code).toBe('archive_broken');
  });

  test('of cyclic, chained and doubling references ends', async () => {
    const links = Object.fromEntries(
      Array.from({ length: 300 }, (_, at) => [
        `f${at}.yaml`,
        `a: {$ref: f${at + 1}.yaml}\nb: {$ref: f${at + 1}.yaml}\n`,
      ]),
    );
    const before = process.cpuUsage();
    const { root: document } = await read(
      packFiles({ 'openapi.yaml': 'openapi: 3.0.0\na: {$ref: f0.yaml}', ...links, 'f300.yaml': 'a: {$ref: f0.yaml}' }),
    );
    expect(JSON.stringify(document).length).toBeLessThan(100_000);
    expect(process.cpuUsage(before).user).toBeLessThan(20_000_000);
  });

  test('of too many references is refused by those that its root reaches', async () => {
    const list = Array.from({ length: 101 }, () => '- {$ref: "#/a"}').join('\n');
    const many = `openapi: 3.0.0\na: {}\nb:\n${list}`;
    const fault = await readFault(packFiles({ 'openapi.yaml': many }), { maxArchiveReferences: 100 });
    expect(fault.code).toBe('archive_too_many_references');
    expect(fault.message).toMatch(/more than 100 references \(MAX_ARCHIVE_REFERENCES\)/);
    await read(packFiles({ 'openapi.yaml': 'openapi: 3.0.0', 'other.yaml': many.slice(15) }), {
      maxArchiveReferences: 100,
    });
  });

  test('of members named __proto__ pollutes nothing', async () => {
    const files = {
      'openapi.json': '{"openapi":"3.0.0","__proto__":{"$ref":"a.json"},"b":{"$ref":"a.json#/__proto__","x":1}}',
      'a.json': '{"__proto__":{"polluted":true}}',
    };
    await read(packFiles(files)).catch(() => undefined);
    expect('polluted' in {}).toBe(false);
  });
});
