import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type DocumentExcerpt, defaultDocumentLimits, type ExcerptSize, readExcerpt } from '../src/index.ts';
import { packFiles } from './pack-archive.ts';
import { toBytes } from './read.ts';

async function excerptOf(
  document: string | Uint8Array,
  place: string,
  size?: ExcerptSize,
): Promise<DocumentExcerpt | undefined> {
  const options = { limits: defaultDocumentLimits, ...(size === undefined ? {} : { size }) };
  const outcome = await readExcerpt(toBytes(document), place, options);
  if (!outcome.ok) throw new Error(outcome.fault.message);
  return outcome.excerpt;
}

/** Each line as `number:text`, and the marked text, as far as it is shown. */
async function show(document: string | Uint8Array, place: string, size?: ExcerptSize) {
  const excerpt = await excerptOf(document, place, size);
  if (excerpt === undefined) return undefined;
  const { lines, start, end, file } = excerpt;
  const marked = lines.flatMap(({ number, text, firstColumn }) => {
    if (number < start.line || number > end.line) return [];
    const from = number === start.line ? start.column - firstColumn : 0;
    return [text.slice(from, number === end.line ? end.column - firstColumn : undefined)];
  });
  return { file, lines: lines.map(({ number, text }) => `${number}:${text}`), marked: marked.join('\n') };
}

const json = `{
  "openapi": "3.0.0",
  "paths": {
    "/a": { "get": {
      "summary": "s"
    } }
  },
  "x": [1, 2]
}`;
const yaml = `openapi: 3.0.0
paths:
  /a: &a
    get:
      summary: s # note

  # the next
  /b: *a
x: [1, 2]
`;
const small = { contextLines: 1, maxLines: 5, maxColumns: 20 };

describe('an excerpt of a document', () => {
  test.each([
    [
      'JSON',
      json,
      '/paths/~1a/get/summary',
      '"summary": "s"',
      ['4:    "/a": { "get": {', '5:      "summary": "s"', '6:    } }'],
    ],
    ['JSON', json, '/x/1', '2', ['7:  },', '8:  "x": [1, 2]', '9:}']],
    ['YAML', yaml, '/paths/~1a/get/summary', 'summary: s', ['4:    get:', '5:      summary: s # n', '6:']],
    [
      'YAML',
      yaml,
      '/paths/~1a',
      '/a: &a\n    get:\n      summary: s # n',
      ['2:paths:', '3:  /a: &a', '4:    get:', '5:      summary: s # n', '6:'],
    ],
    ['YAML', yaml, '/x/1', '2', ['8:  /b: *a', '9:x: [1, 2]', '10:']],
    [
      'YAML, behind an alias',
      yaml,
      '/paths/~1b/get/summary',
      'summary: s',
      ['4:    get:', '5:      summary: s # n', '6:'],
    ],
    ['YAML, an alias itself', yaml, '/paths/~1b', '/b: *a', ['7:  # the next', '8:  /b: *a', '9:x: [1, 2]']],
  ])('in %s shows the lines around a place (%#)', async (_, text, place, marked, lines) => {
    for (const bytes of [text, text.replaceAll('\n', '\r\n'), gzipSync(text)])
      expect(await show(bytes, place, small)).toEqual({ file: undefined, lines, marked });
  });

  test('of the whole document shows its first lines', async () => {
    const { lines } = (await show(json, '', small)) ?? {};
    expect(lines).toEqual([
      '1:{',
      '2:  "openapi": "3.0.0"',
      '3:  "paths": {',
      '4:    "/a": { "get": {',
      '5:      "summary": "s"',
    ]);
  });

  test('says where a shown line begins and that it is cut', async () => {
    const long = `{"openapi":"3.0.0","a":"${'x'.repeat(50)}","b":1,"c":"${'y'.repeat(50)}"}`;
    const { lines, start, end } = (await excerptOf(long, '/b', small)) ?? {};
    expect(lines).toEqual([{ number: 1, text: 'xxxx","b":1,"c":"yyyy'.slice(0, 20), firstColumn: 71, isCut: true }]);
    expect([start, end]).toEqual([
      { line: 1, column: 77 },
      { line: 1, column: 82 },
    ]);
  });

  test.each([
    ['JSON', '/paths/~1b'],
    ['JSON', '/x/2'],
    ['JSON', '/x/01'],
    ['JSON', '/openapi/0'],
    ['YAML', '/paths/~1c'],
    ['YAML', '/x/-'],
  ])('in %s does not exist for an unknown place: %s', async (kind, place) => {
    expect(await excerptOf(kind === 'JSON' ? json : yaml, place)).toBeUndefined();
  });

  test('shows the last of two members with the same key', async () => {
    expect((await show('{"openapi":"3.0.0","a":1,\n"a":2}', '/a', small))?.marked).toBe('"a":2');
  });

  test('of an archive shows the file of the place', async () => {
    const archive = packFiles({
      'api/o.yaml': 'openapi: 3.0.0\npaths:\n  /a:\n    get: {$ref: ops.yaml#/get}\n',
      'api/ops.yaml': 'get:\n  summary: s\n  responses: {}\n',
    });
    const ofRoot = { file: 'api/o.yaml', lines: ['2:paths:', '3:  /a:', '4:    get: {$ref: ops.', '5:'] };
    expect(await show(archive, '/paths/~1a', small)).toMatchObject(ofRoot);
    const ofOther = {
      file: 'api/ops.yaml',
      lines: ['1:get:', '2:  summary: s', '3:  responses: {}'],
      marked: 'summary: s',
    };
    expect(await show(archive, 'api/ops.yaml#/get/summary', small)).toEqual(ofOther);
    expect(await show(archive, '/paths/~1a/get/summary', small)).toEqual(ofOther);
    expect(await show(archive, 'api/none.yaml#/get', small)).toBeUndefined();
  });

  test('of a document that cannot be read is its fault', async () => {
    const outcome = await readExcerpt(toBytes('{"openapi": '), '/a', { limits: defaultDocumentLimits });
    expect(outcome).toMatchObject({ ok: false, fault: { code: 'document_not_json' } });
  });
});

describe('an excerpt of 40 MB', { timeout: 60_000 }, () => {
  const half = '[1,2,{"a":"b"}],'.repeat(1_250_000);
  const oneLine = `{"openapi":"3.0.0","a":[${half}{"deep":{"x":[${'1,'.repeat(1_000_000)}2]}},${half}0]}`;

  test('on one line is bounded, and takes linear time', async () => {
    const before = process.cpuUsage();
    const excerpt = await excerptOf(oneLine, '/a/1250000/deep');
    expect(process.cpuUsage(before).user).toBeLessThan(15_000_000);
    expect(excerpt?.lines).toHaveLength(1);
    const [{ text, firstColumn } = { text: '', firstColumn: 0 }] = excerpt?.lines ?? [];
    expect(text.length).toBe(200);
    const column = (excerpt?.start.column ?? 0) - firstColumn;
    expect(text.slice(column, column + 12)).toBe('"deep":{"x":');
    expect((excerpt?.end.column ?? 0) - (excerpt?.start.column ?? 0)).toBe(2_000_016);
  });

  test('on a million lines is bounded', async () => {
    const lines = `{"openapi":"3.0.0",\n"a":[\n${'[1,2,{"a":"b"}],\n'.repeat(1_000_000)}0]}`;
    const excerpt = await excerptOf(lines, '/a');
    expect(excerpt?.lines).toHaveLength(40);
    expect(excerpt?.end.line).toBe(1_000_003);
  });
});

describe('the outline of a place on a long line', () => {
  const pad = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`/pad${index}`, { get: {} }]));
  const get = { operationId: 'getPet', parameters: [{ name: 'id', in: 'path' }], summary: 'Get', responses: {} };
  const text = JSON.stringify({ openapi: '3.1.0', paths: { ...pad, '/pets': { get } }, x: [1, 2] });
  const outlineOf = async (place: string): Promise<readonly string[] | undefined> =>
    (await excerptOf(text, place))?.outline?.map((line) => `${line.isPlace ? '>' : ' '}${line.text}`);

  test('shows its parents, its neighbours and its value', async () => {
    expect(await outlineOf('/paths/~1pets/get/parameters')).toEqual([
      ' {',
      '   … 1 member',
      '   "paths": {',
      '     … 60 members',
      '     "/pets": {',
      '       "get": {',
      '         "operationId": "getPet",',
      '>        "parameters": [',
      '>          {',
      '>            "name": "id",',
      '>            "in": "path"',
      '>          }',
      '>        ],',
      '         "summary": "Get",',
      '         "responses": {}',
      '       }',
      '     }',
      '   },',
      '   … 1 member',
      ' }',
    ]);
  });

  test('is bounded for a place of any size', async () => {
    const outline = (await outlineOf('/paths')) ?? [];
    expect(outline.length).toBeLessThan(40);
    expect(outline.join('\n')).toMatch(/… \d+ members/);
    const long = JSON.stringify({ info: { title: `${'é'.repeat(5_000)}"`, description: [[[[[[]]]]]] } });
    for (const line of (await excerptOf(long, '/info'))?.outline ?? []) expect(line.text.length).toBeLessThan(150);
    expect((await excerptOf(long, ''))?.outline?.length).toBeGreaterThan(2);
    const deep = `{"pad":"${'x'.repeat(300)}","a":${'['.repeat(200)}1${']'.repeat(200)}}`;
    const lines = (await excerptOf(deep, `/a${'/0'.repeat(200)}`))?.outline ?? [];
    expect([lines.length, lines.filter((line) => line.isPlace)]).toEqual([
      33,
      [{ text: expect.anything(), isPlace: true }],
    ]);
  });

  test('is absent where all lines are whole, and for a place that the parsed text does not have', async () => {
    expect((await excerptOf(json, '/paths'))?.outline).toBeUndefined();
    expect(await excerptOf(text, '/paths/~1gone')).toBeUndefined();
  });
});
