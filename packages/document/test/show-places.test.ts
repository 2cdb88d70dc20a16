import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { defaultDocumentLimits, showPlaces } from '../src/index.ts';
import { packFiles } from './pack-archive.ts';

const options = { limits: defaultDocumentLimits };
const lines = ['{"openapi": "3.1.0",', '\t"info": {"title": "ä😀", "version": "1"},', ' "paths": {}}'];

test.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('the source at each place has a caret below its column, with %s', async (_, lineBreak) => {
  const places = lines.flatMap((line, index) =>
    Array.from({ length: line.length }, (__, column) => ({ pointer: '', line: index + 1, column: column + 1 })),
  );
  for (const bytes of [Buffer.from(lines.join(lineBreak)), gzipSync(lines.join(lineBreak))]) {
    const shown = await showPlaces(bytes, places, options);
    for (const [index, { line, column }] of places.entries()) {
      const rows = shown[index]?.split('\n') ?? [];
      const caret = rows.at(-1)?.indexOf('^') ?? -1;
      expect(rows).toHaveLength(line === 1 ? 2 : 3);
      expect(rows.at(-2)?.slice(caret)).toBe(lines[line - 1]?.replace('\t', ' ').slice(column - 1));
    }
  }
});

test('the source at a place of an archive is of its file, or of the root document', async () => {
  const archive = packFiles({
    'api/other.yaml': 'a:\n  b: 1\n',
    'api/root.yaml': 'openapi: 3.1.0\ninfo: {title: t, version: "1"}\npaths:\n  /a:\n    $ref: other.yaml\n',
  });
  const places = [
    { pointer: '/a/b', file: 'api/other.yaml', line: 2, column: 3 },
    { pointer: '/info', line: 2, column: 1 },
    { pointer: '', file: 'api/none.yaml', line: 1, column: 1 },
  ];
  expect(await showPlaces(archive, places, options)).toEqual([
    '1 | a:\n2 |   b: 1\n  |   ^',
    '1 | openapi: 3.1.0\n2 | info: {title: t, version: "1"}\n  | ^',
    undefined,
  ]);
});

test('a place without a line shows nothing, and a long line is cut around its place', async () => {
  const text = `{"openapi":"3.0.0","a":"${'x'.repeat(500)}","b":1,"c":"${'y'.repeat(500)}"}`;
  const column = text.indexOf('"b"') + 1;
  const [none, long = ''] = await showPlaces(
    Buffer.from(text),
    [{ pointer: '' }, { pointer: '/b', line: 1, column }],
    options,
  );
  const [line = '', caret = ''] = long.split('\n');
  expect(none).toBeUndefined();
  expect(line.length).toBeLessThan(68);
  expect(line.slice(caret.indexOf('^'))).toMatch(/^"b":1/);
});
