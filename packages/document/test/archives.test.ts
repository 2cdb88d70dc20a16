import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { packFiles, packTar, packZip } from './pack-archive.ts';
import { defaultDocumentLimits, readDocument } from '../src/index.ts';
import { read, readFault } from './read.ts';

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

describe('an archive of files that reference each other', () => {
  const paths = ['', 'paths/pets.yaml', 'schemas/pet.yaml', 'shared/limit page.json', 'schemas/owner.yaml'];

  test('is the files that its root reaches, from ZIP, tar, tar.gz and ZIP with a top folder', async () => {
    const entries = Object.entries(split).map(([name, content]) => ({ name, content }));
    const inFolder = [
      { name: 'api-main/', content: '' },
      { name: '__MACOSX/._openapi.yaml', content: 'junk' },
      ...entries.map(({ name, content }) => ({ name: `api-main/${name}`, content })),
    ];
    const tar = await packTar([{ name: 'paths', type: 'directory' }, ...entries]);
    for (const archive of [packZip(entries), packZip(inFolder), tar, gzipSync(tar)]) {
      const { root: document, files = [], openapi, notices } = await read(archive);
      expect(document).toBe(files[0]?.root);
      expect(document).toMatchObject({ components: { schemas: { Pet: { $ref: 'schemas/pet.yaml' } } } });
      expect(files.map(({ path }) => path.replace('api-main/', '')).sort()).toEqual(paths.toSorted());
      expect([openapi, notices.map(({ code }) => code)]).toEqual(['3.2.0', ['ARCHIVE_ROOT']]);
    }
  });

  test('lists its files with their URIs, the root first and then by first reference', async () => {
    const { files = [] } = await read(packFiles(split));
    expect(files.map(({ path, uri }) => [path, uri])).toEqual([
      ['', 'upload:/openapi.yaml'],
      ['paths/pets.yaml', 'upload:/paths/pets.yaml'],
      ['shared/limit page.json', 'upload:/shared/limit%20page.json'],
      ['schemas/pet.yaml', 'upload:/schemas/pet.yaml'],
      ['schemas/owner.yaml', 'upload:/schemas/owner.yaml'],
    ]);
  });

  test('is also the files that references name with a slash behind them', async () => {
    const text = 'openapi: 3.1.0\nx: {$ref: ./b.yaml/#/B}';
    const { files } = await read(packFiles({ 'openapi.yaml': text, 'b.yaml': 'B: {}' }));
    expect(files?.map(({ path }) => path)).toEqual(['', 'b.yaml']);
  });

  test('has the URIs of its host when it was fetched', async () => {
    const files = {
      'v1/a.yaml': 'openapi: 3.1.0\nx: {$ref: b c.yaml}',
      'v1/b c.yaml': 'y: 1',
      'connectory-root': 'v1/a.yaml',
    };
    const options = { limits: defaultDocumentLimits, sourceUrl: 'https://a.example/v1/a.yaml?x=1' };
    const outcome = await readDocument(packFiles(files), options);
    expect(outcome.ok && outcome.document.files?.map(({ uri }) => uri)).toEqual([
      'https://a.example/v1/a.yaml',
      'https://a.example/v1/b%20c.yaml',
    ]);
  });

  test.each([
    ['discriminator mappings', 'x: {discriminator: {mapping: {a: a.yaml, b: B, c: "#/c"}}}'],
    ['references below an $id', 'x: {$id: "https://a.example/s/", y: {$ref: a.yaml}}'],
    ['dynamic references', 'x: {$dynamicRef: "a.yaml#a"}'],
  ])('includes the files of %s', async (_, text) => {
    const { files = [] } = await read(
      packFiles({ 'o.yaml': `openapi: 3.1.0\n${text}`, 'a.yaml': 'a: 1', 'b.yaml': '' }),
    );
    expect(files.map(({ path }) => path)).toEqual(['', 'a.yaml']);
  });

  test.each([
    ['/paths/~1cats/get', undefined, undefined, '6:5'],
    ['paths/pets.yaml#/get', 'paths/pets.yaml', '/get', '1:1'],
    ['paths/pets.yaml#/get/responses/200/description', 'paths/pets.yaml', '/get/responses/200/description', '4:11'],
    ['shared/limit page.json#/Limit/schema/type', 'shared/limit page.json', '/Limit/schema/type', '1:55'],
    ['schemas/owner.yaml#/properties/pets', 'schemas/owner.yaml', '/properties/pets', '2:14'],
  ])('locates %s', async (name, file, pointer, position) => {
    const { locate } = await read(packFiles(split));
    const [line, column] = position.split(':').map(Number);
    const inFile = file === undefined ? {} : { file, pointer };
    expect(locate(new Set([name])).get(name)).toEqual({ ...inFile, line, column });
  });

  test('locates places in files with any name', async () => {
    const name = '100%25 #1.yaml';
    const { locate } = await read(
      packFiles({ 'o.yaml': 'openapi: 3.1.0\nx: {$ref: "100%2525%20%231.yaml"}', [name]: 'a:\n  b: 1' }),
    );
    const place = '100%2525 %231.yaml#/a/b';
    expect(locate(new Set([place])).get(place)).toEqual({ file: name, pointer: '/a/b', line: 2, column: 3 });
  });

  test('keeps every reference where the specification allows one', async () => {
    const document = {
      openapi: '3.0.0',
      paths: {
        '/a': { $ref: 'a.json#/p' },
        '/b': { get: { parameters: [{ $ref: 'a.json#/q' }], responses: { 200: { $ref: 'missing.json' } } } },
        '/c': { post: { requestBody: { $ref: 'https://archive.example/x.yaml' }, callbacks: { c: { $ref: '%zz' } } } },
      },
      components: { schemas: { A: { $ref: 'a.json#/s' }, B: { properties: { $ref: { type: 'string' } } } } },
      'x-a': { $ref: 'a.json' },
    };
    const { root: result } = await read(
      packFiles({ 'o.json': JSON.stringify(document), 'a.json': '{"p":{},"q":{},"s":{}}' }),
    );
    expect(JSON.stringify(result)).toBe(JSON.stringify(document));
  });

  test('of Swagger 2.0 stays as it is', async () => {
    const {
      root: document,
      files,
      openapi,
    } = await read(
      packFiles({
        'swagger.json': '{"swagger":"2.0","paths":{},"definitions":{"A":{"$ref":"a.json"}}}',
        'a.json': '{"type":"object","properties":{"b":{"type":"string","x-nullable":true}}}',
      }),
    );
    expect(openapi).toBe('2.0');
    expect(document).toEqual({ swagger: '2.0', paths: {}, definitions: { A: { $ref: 'a.json' } } });
    expect(files?.map(({ path }) => path)).toEqual(['', 'a.json']);
  });

  test('names the file of a notice', async () => {
    const { notices } = await read(
      packFiles({ 'openapi.yaml': 'openapi: 3.0.0\na: {$ref: a.yaml}', 'a.yaml': 'b: 1\nb: 2\n' }),
    );
    const duplicates = notices.filter(({ code }) => code === 'DUPLICATE_KEY');
    expect(duplicates).toMatchObject([{ places: [{ pointer: 'a.yaml#/b' }] }]);
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
