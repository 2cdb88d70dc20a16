import { describe, expect, test } from 'vitest';
import { packFiles } from './pack-archive.ts';
import { read, readFault } from './read.ts';

/** A document with some operations, and references to other files. */
function api(name: string, operations: number, ...references: readonly string[]): string {
  const paths = Object.fromEntries(Array.from({ length: operations }, (_, at) => [`/p${at}`, { get: {} }]));
  return JSON.stringify({ openapi: '3.0.0', 'x-name': name, paths, 'x-refs': references.map(($ref) => ({ $ref })) });
}

const named = async (files: { readonly [name: string]: string }, root?: string): Promise<unknown> => {
  const document = await read(packFiles(files), undefined, root);
  return (document.root as { readonly [key: string]: unknown })['x-name'];
};

describe('the root document of an archive', () => {
  test.each<[string, { readonly [name: string]: string }]>([
    [
      'the one with operations, although another lies nearer to the top',
      { 'common/types.json': api('types', 0), 'a/b/c/service.json': api('root', 1, '../../../common/types.json') },
    ],
    [
      'the one that no other references, although the other is named openapi',
      { 'core/openapi.yaml': api('core', 3), 'z.yaml': api('root', 1, 'core/openapi.yaml') },
    ],
    [
      'the one that no other references through a fragment',
      { 'a.json': api('a', 5), 'b.json': api('root', 1, 'f.yaml'), 'f.yaml': 'x: {$ref: a.json#/paths}' },
    ],
    [
      'the best of two that reference each other',
      { 'a/x.json': api('root', 2, 'y.json'), 'a/y.json': api('y', 1, 'x.json') },
    ],
    ['the one nearest to the top', { 'x/y/openapi.json': api('y', 9), 'x/a.json': api('root', 1) }],
    ['the one named openapi', { 'x/openapi.json': api('root', 1), 'x/a.json': api('a', 9) }],
    ['the one named swagger', { 'x/swagger.yml': api('root', 1), 'x/other.yml': api('a', 9) }],
    [
      'the one that references other files, although a bundle of it has more operations',
      { 'api.bundle.json': api('bundle', 9), 'service.json': api('root', 1, 'a/types.json'), 'a/types.json': '{}' },
    ],
    [
      'the one named openapi, although another references other files',
      { 'openapi.json': api('root', 1), 'old.json': api('old', 1, 'types.json'), 'types.json': '{}' },
    ],
    ['the one with the most operations', { 'b.json': api('root', 3), 'a.json': api('a', 2) }],
    ['the first of two spellings of one document', { 'a.yaml': api('yaml', 2), 'a.json': api('root', 2) }],
    ['the only one with a version at its top', { 'a.yaml': 'x: 1', 'sub/openapi.yaml': api('root', 0) }],
    [
      'the only one with a version, although other files have a member called openapi',
      { 'package-lock.json': '{"packages":{"bin":{"openapi":"cli.js"}}}', 'core/api.yml': api('root', 1) },
    ],
    [
      'the only one with a version, although another file has a member called openapi at its top',
      { 'package.json': '{"openapi":"./api.yml"}', 'tools.yaml': 'swagger: {x: 1}', 'core/api.yml': api('root', 1) },
    ],
    ['the one that can be read', { 'a.json': '{"openapi":"3.0.0",', 'sub/b.json': api('root', 1) }],
    [
      'the one with path items in other files',
      {
        'a.json': '{"openapi":"3.0.0","x-name":"root","paths":{"/a":{"$ref":"p.json"}}}',
        'b.json': api('b', 0),
        'p.json': '{"get":{}}',
      },
    ],
  ])('is %s', async (_, files) => {
    expect(await named({ 'README.md': '# openapi:\n', ...files })).toBe('root');
  });

  test.each<[string, { readonly [name: string]: string }, string, RegExp]>([
    [
      'several of equal rank',
      { 'a.json': api('a', 2), 'b.json': api('b', 2) },
      'archive_several_roots',
      /a\.json, b\.json.*"root"/,
    ],
    ['none', { 'a.yaml': 'x: 1', 'openapi.yaml': 'a: 1' }, 'archive_no_root', /it holds a\.yaml, openapi\.yaml/],
    ['only a member called openapi', { 'a.json': '{"x":{"openapi":"3.0.0"}}' }, 'archive_no_root', /a\.json/],
    [
      'only a schema with a property called openapi',
      { 'a.json': '{"type":"object","properties":{"openapi":{}}}' },
      'archive_no_root',
      /a\.json/,
    ],
    ['no document at all', { 'a/document.xml': '<w/>' }, 'archive_no_root', /a\/document\.xml/],
    ['nothing', {}, 'archive_no_root', /no files/],
    [
      'a broken root',
      { 'openapi.json': '{"openapi": "3.0.0",\n "a": ]}' },
      'document_not_json',
      /In the file openapi\.json.*line 2, column 7/s,
    ],
    [
      'several roots that are all broken',
      { 'x/openapi.json': '{"openapi": "3.0.0",\n "a": ]}', 'x/y/b.json': '{"openapi": ' },
      'document_not_json',
      /In the file x\/openapi\.json/,
    ],
  ])('is missing where there is %s', async (_, files, code, message) => {
    const fault = await readFault(packFiles(files));
    expect(fault.code).toBe(code);
    expect(fault.message).toMatch(message);
  });

  test('is found in linear time among thousands of documents', async () => {
    const chain = Array.from({ length: 3_000 }, (_, at) => [
      `d/${at}.json`,
      api(`${at}`, 1, `${at + 1}.json`, '0.json'),
    ]);
    const files = [['d/root.json', api('root', 2, '0.json')], ...chain];
    const before = process.cpuUsage();
    const { notices } = await read(packFiles(Object.fromEntries(files)));
    expect(notices[0]?.places[0]?.what).toBe('the root document is d/root.json');
    expect(process.cpuUsage(before).user).toBeLessThan(20_000_000);
  });
});

describe('a root document named by the request', () => {
  const files = {
    'repo/a/one.json': api('one', 5),
    'repo/b/two.json': api('two', 1, '../a/one.json'),
    'repo/x.txt': 'x',
  };

  test.each(['repo/a/one.json', './repo/a/one.json', '/repo/a/one.json', 'a/one.json', 'one.json'])(
    'is read, as %s',
    async (root) => {
      expect(await named(files, root)).toBe('one');
    },
  );

  test.each(['none.json', 'ne.json', 'repo', '../one.json', ''])(
    'is refused when the archive lacks it, as %j',
    async (root) => {
      const fault = await readFault(packFiles(files), undefined, root);
      expect(fault.code).toBe('archive_root_not_found');
      expect(fault.message).toMatch(/repo\/a\/one\.json/);
    },
  );

  test('is refused when several files have that name', async () => {
    const fault = await readFault(packFiles({ 'a/o.json': api('a', 1), 'b/o.json': api('b', 1) }), undefined, 'o.json');
    expect(fault.code).toBe('archive_root_not_found');
  });

  test('is refused for a single document', async () => {
    const fault = await readFault(api('one', 1), undefined, 'a.json');
    expect(fault.code).toBe('archive_root_not_found');
    expect(fault.message).toMatch(/is one file/);
  });

  test('that is not an OpenAPI document is refused with that reason', async () => {
    const fault = await readFault(packFiles({ 'a.json': '{"b":1}', 'b.json': api('b', 1) }), undefined, 'a.json');
    expect(fault.code).toBe('document_not_openapi');
  });
});

describe('the messages of an archive', () => {
  test('name the root, the files read and the files not read', async () => {
    const { notices } = await read(
      packFiles({ 'a.json': api('a', 1, 'b.json', 'intro.md'), 'b.json': '{}', 'intro.md': 'Hi', 'c.json': '{}' }),
    );
    expect(notices).toMatchObject([
      {
        code: 'ARCHIVE_ROOT',
        severity: 'info',
        places: [
          { what: 'the root document is a.json' },
          { what: '2 file(s) that it references were read: b.json, intro.md' },
          { what: '1 file(s) were not read: c.json' },
        ],
      },
    ]);
  });

  test('warn of other documents with operations', async () => {
    const { notices } = await read(
      packFiles({ 'a.json': api('a', 2), 'b.json': api('b', 1), 'sub/c.json': api('c', 7) }),
    );
    expect(notices.find(({ code }) => code === 'ARCHIVE_OTHER_DOCUMENTS')).toMatchObject({
      severity: 'warning',
      text: expect.stringMatching(/^2 other/),
      places: [{ what: 'b.json with 1 operation(s)' }, { what: 'sub/c.json with 7 operation(s)' }],
    });
  });

  test('do not name the root when the request does', async () => {
    const { notices } = await read(packFiles({ 'a.json': api('a', 2), 'b.json': api('b', 1) }), undefined, 'b.json');
    expect(notices).toEqual([]);
  });

  test('join those of one rule in several files', async () => {
    const twice = '{"a":1,"a":2}';
    const { notices } = await read(
      packFiles({ 'o.json': api('o', 1, 'a.json', 'b.json'), 'a.json': twice, 'b.json': twice }),
    );
    const duplicates = notices.filter(({ code }) => code === 'DUPLICATE_KEY');
    expect(duplicates).toMatchObject([{ text: expect.stringMatching(/^2 duplicate key/), places: [{}, {}] }]);
  });
});

describe('a referenced file that is not a document', () => {
  test.each([
    ['Markdown', 'intro.md', '# Pets *all\n\tof them: *x'],
    ['text that looks like JSON', 'intro.txt', '{"a": 1}'],
    ['text by its content', 'LICENSE', 'Use it: as you\n\tlike'],
    ['a query', 'query.graphql', 'query { pets { id } }'],
  ])('is text: %s', async (_, name, content) => {
    const { root, notices } = await read(
      packFiles({
        'openapi.yaml': `openapi: 3.0.0\ninfo: {description: {$ref: ${name}}}\nx: {$ref: ${name}}`,
        [name]: content,
      }),
    );
    expect(root).toMatchObject({ info: { description: content }, x: content });
    expect(notices.map(({ code }) => code)).toEqual(['ARCHIVE_ROOT']);
  });

  test.each([
    ['broken YAML', 'a.yaml', 'b:\n\tc: 1', /In the file a\.yaml.*line 2, column 1/s],
    ['broken JSON', 'a.json', '{"b": ]}', /In the file a\.json.*line 1, column 7/s],
    ['an empty file', 'a.yaml', '', /a\.yaml.*empty/],
    ['an image', 'a.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe]), /a\.png.*PNG/],
  ])('does not fail the import: %s', async (_, name, content, what) => {
    const { root, notices } = await read(
      packFiles({ 'openapi.yaml': `openapi: 3.0.0\nx: {$ref: ${name}}\ny: 1`, [name]: content }),
    );
    expect(root).toMatchObject({ x: { $ref: name }, y: 1 });
    const unreadable = notices.filter(({ code }) => code === 'ARCHIVE_FILE_UNREADABLE');
    expect(unreadable).toMatchObject([
      { severity: 'error', places: [{ pointer: '', what: expect.stringMatching(what) }] },
    ]);
  });

  test('can be broken when nothing references it', async () => {
    const { notices } = await read(packFiles({ 'openapi.yaml': 'openapi: 3.0.0', 'a.yaml': 'b:\n\tc: 1' }));
    expect(notices.map(({ code }) => code)).toEqual(['ARCHIVE_ROOT']);
  });
});
