import { gzipSync } from 'node:zlib';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import {
  createDocumentPacker,
  packDocument,
  packedEncoding,
  unpackDocument,
  unpackDocumentSync,
} from '../src/index.ts';
import { toStoredDocument } from '../src/imports/read-imports.ts';

const texts = ['', '{}', JSON.stringify({ openapi: '3.1.0' }).repeat(40_000), 'Grüße, 世界, 𝄞'.repeat(7)];

describe.each(texts.map((text) => Buffer.from(text)))('a document of %# as it is stored', (document) => {
  const bytes = document.length;

  test('is the same once unpacked, however it was packed', async () => {
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
  ])('is read where it was stored as %s', async (encoding, content) => {
    const stored = toStoredDocument({ bytes, encoding, content });
    expect(document.equals(await unpackDocument(stored))).toBe(true);
    expect(document.equals(unpackDocumentSync(stored))).toBe(true);
  });
});

test('what is stored in an encoding of a later release is an error, and no document', () => {
  expect(() => toStoredDocument({ bytes: 2, encoding: 'zstd', content: Buffer.from('{}') })).toThrow('zstd');
});
