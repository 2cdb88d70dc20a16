import { gzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import {
  createDocumentPacker,
  packDocument,
  packedEncoding,
  toStoredDocument,
  unpackDocument,
  unpackDocumentSync,
} from '../src/index.ts';

const texts = ['', '{}', JSON.stringify({ openapi: '3.1.0' }).repeat(40_000), 'Grüße, 世界, 𝄞'.repeat(7)];

describe.each(texts.map((text) => Buffer.from(text)))('a document of %# as it is stored', (document) => {
  const bytes = document.length;

  test('is the same after unpacking, for every way of packing', async () => {
    const packer = createDocumentPacker();
    for (let at = 0; at < bytes; at += 50_000) packer.write(document.subarray(at, at + 50_000));
    packer.end();
    for (const content of [await packDocument(document), await buffer(packer)]) {
      const stored = { bytes, encoding: packedEncoding, content };
      expect(document.equals(await unpackDocument(stored))).toBe(true);
      expect(document.equals(unpackDocumentSync(stored))).toBe(true);
    }
  });

  test.each([
    ['gzip', gzipSync(document)],
    ['identity', document],
  ])('stored as %s is still readable', async (encoding, content) => {
    const stored = toStoredDocument({ bytes, encoding, content });
    expect(document.equals(await unpackDocument(stored))).toBe(true);
    expect(document.equals(unpackDocumentSync(stored))).toBe(true);
  });
});

test('an unknown encoding, of a later release, is an error', () => {
  expect(() => toStoredDocument({ bytes: 2, encoding: 'zstd', content: Buffer.from('{}') })).toThrow('zstd');
});
