import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readFault } from './read.ts';

/** Name, document, expected code, expected message. */
type Case = readonly [name: string, document: string | Uint8Array, code: string, message: RegExp];

const cases: readonly Case[] = [
  ['no bytes', '', 'document_empty', /is empty\. Upload/],
  ['blanks only', ' \r\n\t ', 'document_empty', /is empty/],
  ['a byte order mark only', '\uFEFF', 'document_empty', /is empty/],
  ['comments only', '# to do\n---\n# really\n', 'document_empty', /is empty/],
  ['a PNG image', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'document_binary', /a PNG image/],
  ['a PDF file', '%PDF-1.7\n', 'document_binary', /a PDF file.*JSON or YAML/],
  ['an executable', Buffer.from('7f454c4602010100', 'hex'), 'document_binary', /an executable/],
  ['an HTML page', '\n<!DOCTYPE html><html></html>', 'document_html', /HTML page.*openapi\.json/],
  ['an HTML page behind a comment', '<!-- 1 -->\n<html lang="en">', 'document_html', /HTML page/],
  ['XML', '<?xml version="1.0"?>\n<feed/>', 'document_xml', /XML/],
  [
    'Latin-1',
    Buffer.from('openapi: 3.0.0\ninfo: caf\u00E9\n', 'latin1'),
    'document_encoding',
    /byte 24 \(line 2, column 10\)/,
  ],
  ['a character cut off', Buffer.from([0x7b, 0x22, 0xe2, 0x82]), 'document_encoding', /byte 2 \(line 1, column 3\)/],
  ['half a surrogate pair in UTF-16', Buffer.from('fffe7b0000d87d00', 'hex'), 'document_encoding', /UTF-16LE: byte 4 /],
  ['UTF-32 beyond Unicode', Buffer.from('0000feff0000007b00110000', 'hex'), 'document_encoding', /UTF-32: byte 8 /],
  ['half a character of UTF-32', Buffer.from('fffe00006f00000070', 'hex'), 'document_encoding', /UTF-32: byte 8 /],
  ['broken gzip', gzipSync('{"openapi":"3.0.0"}').subarray(0, 20), 'document_gzip_broken', /unexpected end of file/],
  [
    'a missing quote',
    '{\n  "openapi": "3.0.0",\n  "a": \tfoo bar": 1\n}',
    'document_not_json',
    /line 3, column 9 a value is expected, but there is "foo/,
  ],
  [
    'a missing comma',
    '{\n "openapi": "3.0.0"\n "a": 1}',
    'document_not_json',
    /line 3, column 2 a comma or } is expected/,
  ],
  [
    'a missing colon',
    '{"openapi": "3.0.0",\n"a" 1, "b": ]}',
    'document_not_json',
    /line 2, column 5 a colon after the key/,
  ],
  [
    'a cut-off document',
    '{\n"openapi": "3.0.0",\n"x": [1,',
    'document_not_json',
    /line 3, column 9 a value is expected, but the document ends/,
  ],
  [
    'text behind the document',
    '{"openapi": "3.0.0"} x',
    'document_not_json',
    /line 1, column 22 the end of the document/,
  ],
  ['NUL in a JSON string', '{"openapi":"3.0.0","a":"\0"}', 'document_not_json', /line 1, column 25 /],
  ['a bad escape', '{"openapi":"3.0.0","a":"\\x"}', 'document_not_json', /line 1, column 25 /],
  ['tabs as indent', 'openapi: 3.0.0\na:\n\tb: 1\n', 'document_not_yaml', /line 3, column 1: tab/],
  ['NUL in YAML', 'openapi: 3.0.0\na: "x\0y"', 'document_not_yaml', /line 2, column 6: null byte/],
  ['an unknown alias', 'openapi: 3.0.0\na: *none\n', 'document_not_yaml', /line 2, column 9: unidentified alias/],
  [
    'several documents',
    'openapi: 3.0.0\n---\nopenapi: 3.0.0\n',
    'document_not_yaml',
    /several YAML documents.*line 2, column 1/,
  ],
  ['a merge of a number', 'openapi: 3.0.0\na:\n  <<: 3\n', 'document_not_yaml', /line 3, column 8: cannot merge/],
  ['an array', '[{"openapi": "3.0.0"}]', 'document_not_object', /is an array/],
  ['a string', 'hello', 'document_not_object', /is a string/],
  ['a JSON string', '"hello"', 'document_not_object', /is a string/],
  ['a number', '42', 'document_not_object', /is a number/],
  ['null', 'null', 'document_not_object', /is empty/],
  ['another kind of object', '{"name": "x", "things": {}}', 'document_not_openapi', /its first keys: name, things/],
  ['an inherited field name', '{"__proto__": {"openapi": "3.0.0"}}', 'document_not_openapi', /__proto__/],
  [
    'a version to come',
    '{\n  "openapi": "4.0.0"}',
    'document_version_unsupported',
    /openapi: "4\.0\.0".*3\.2.*line 2, column 3/,
  ],
  ['a version of old', 'info: {}\nswagger: 1.2\n', 'document_version_unsupported', /swagger: 1\.2.*line 2, column 1/],
  ['no version', 'openapi:\n', 'document_version_unsupported', /openapi: null/],
  ['a version that is none', 'openapi: [3]\n', 'document_version_unsupported', /openapi: \[3\]/],
  [
    'an alias inside what it names',
    'openapi: 3.0.0\na: &a\n  b:\n    - *a\n',
    'document_cyclic',
    /\/a\/b\/0.*line 4, column 7/,
  ],
];

describe('readDocument refuses with one fault that names the problem and its place', () => {
  test.each(cases)('%s', async (_, document, code, message) => {
    const fault = await readFault(document);
    expect(fault.code).toBe(code);
    expect(fault.message).toMatch(message);
    const [, line, column] = /line (\d+), column (\d+)/.exec(fault.message) ?? [];
    if (line !== undefined) expect(fault.locations[0]).toMatchObject({ line: Number(line), column: Number(column) });
  });

  test('a document above the size limit, compressed or not', async () => {
    const document = JSON.stringify({ openapi: '3.0.0', a: 'x'.repeat(1000) });
    for (const bytes of [document, gzipSync(document)]) {
      const fault = await readFault(bytes, { maxBytes: 500 });
      expect(fault.code).toBe('document_too_large');
      expect(fault.message).toMatch(/500 bytes/);
    }
  });

  test.each([
    ['JSON', '{"openapi":"3.0.0","a":[1,2,3,4]}'],
    ['YAML', 'openapi: 3.0.0\na: [1, 2, 3, 4]'],
  ])('a document with too many values in %s', async (_, text) => {
    expect((await readFault(text, { maxNodes: 6 })).message).toMatch(/more than 6 values/);
    await expect(readFault(text, { maxNodes: 7 })).rejects.toThrow('accepted');
  });
});
