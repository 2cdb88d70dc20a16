import { importDocument } from '@connectory/importer';
import { describe, expect, test } from 'vitest';
import { defaultDocumentLimits, readExcerpt } from '../src/index.ts';
import { read } from './read.ts';

const path = `/${'x'.repeat(5_000)}`;
const parts = { info: { title: 'a', version: '1' }, paths: { [path]: { get: { responses: {}, parameters: [1] } } } };
const texts = [
  ['JSON', JSON.stringify({ openapi: '3.0.0', ...parts }, null, 1)],
  [
    'YAML',
    `openapi: 3.0.0\ninfo: {title: a, version: "1"}\npaths:\n  ? ${path}\n  : get: {responses: {}, parameters: [1]}\n`,
  ],
] as const;

describe.each(texts)('A long key of %s', (_, text) => {
  test('is shortened in messages, and still located', async () => {
    const imported = importDocument(await read(text));
    if (!imported.ok) throw new Error(imported.fault.message);
    const locations = imported.model.messages.flatMap((message) => message.locations);
    expect(locations.length).toBeGreaterThan(0);
    for (const { pointer, line } of locations) {
      expect(pointer).toMatch(/^(?:\/paths\/~1x{79}…[0-9a-f]{16}…x{40}(?:\/.*)?|[^…]*)$/);
      expect(pointer.length).toBeLessThan(300);
      expect(line).toBeDefined();
    }
  });

  test('is found again by its shortened pointer', async () => {
    const imported = importDocument(await read(text));
    const pointer = imported.ok
      ? imported.model.messages.flatMap((message) => message.locations).find((at) => at.pointer.endsWith('/0'))?.pointer
      : undefined;
    const outcome = await readExcerpt(Buffer.from(text), pointer ?? '', { limits: defaultDocumentLimits });
    expect(outcome.ok && outcome.excerpt?.start.line).toBeGreaterThan(3);
  });
});
