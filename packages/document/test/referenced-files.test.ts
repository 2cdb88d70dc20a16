import { describe, expect, test } from 'vitest';
import {
  archivePath,
  defaultDocumentLimits as limits,
  findFileReferences,
  packFiles,
  readDocument,
} from '../src/index.ts';

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

describe('the files that a document references', () => {
  test('are listed once each, without fragments, in any spelling', () => {
    const document = `openapi: 3.1.0
paths:
  /a: { $ref: './paths/a.yaml' }
  /b: { "$ref": "paths/b.yaml#/get" }
  /c: { $ref: "paths/b.yaml#/put" }
  /d: { $ref: /common/d.yaml }
x: { discriminator: { mapping: { e: e.yaml#/E, f: F } } }`;
    const found = findFileReferences(bytesOf(document), limits);
    expect([...found].sort()).toEqual(['./paths/a.yaml', '/common/d.yaml', 'e.yaml', 'paths/b.yaml']);
  });

  test.each([
    ['references within it', '{"openapi":"3.1.0","x":{"$ref":"#/components/schemas/A"}}'],
    [
      'references to other hosts',
      '{"x":{"$ref":"https://other.example/a.yaml"},"y":{"$ref":"//other.example/a.yaml"}}',
    ],
    ['what cannot be read', '{"$ref": "a.yaml", "openapi'],
    ['nothing', ''],
  ])('do not include %s', (_what, text) => {
    expect(findFileReferences(bytesOf(text), limits)).toEqual([]);
  });
});

describe('the archive path of a URL', () => {
  test.each([
    ['https://a.example/v1/openapi.yaml', 'v1/openapi.yaml'],
    ['https://a.example/v1/my%20specs/a%C3%A9.yaml?x=1', 'v1/my specs/aé.yaml'],
    ['https://a.example/', 'openapi'],
    ['https://a.example/v1/', 'v1/openapi'],
  ])('%s is %s', (url, path) => {
    expect(archivePath(new URL(url))).toBe(path);
  });

  test.each([
    '/a//b.yaml',
    '/a/%2e%2e%2fb.yaml',
    '/%5C..%5Ca.yaml',
    '/c:/a.yaml',
    '/%ZZ.yaml',
    '/%00.yaml',
    '/.hidden',
    '/a%2F%2Fb',
  ])('does not exist for %s', (path) => {
    expect(archivePath(new URL(path, 'https://a.example'))).toBeUndefined();
  });
});

describe('an archive from packFiles', () => {
  const files = new Map([
    [
      'deep/down/api.yaml',
      bytesOf("openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths: {/a: {$ref: ../../common/a.yaml}}"),
    ],
    ['common/a.yaml', bytesOf('get: {operationId: getA, responses: {}}')],
    ['openapi.yaml', bytesOf("openapi: 3.1.0\ninfo: {title: Another, version: '1'}\npaths: {}")],
  ]);

  test('names its root document at any depth', async () => {
    const read = await readDocument(await packFiles('deep/down/api.yaml', files), { limits });
    expect(read).toMatchObject({
      ok: true,
      document: { root: { info: { title: 'A' } }, files: [{ path: '' }, { root: { get: {} } }], notices: [] },
    });
  });

  test('has the same bytes for the same files in any order', async () => {
    const other = new Map([...files].reverse());
    expect(await packFiles('openapi.yaml', other)).toEqual(await packFiles('openapi.yaml', files));
  });
});
