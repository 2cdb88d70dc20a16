import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { writeInPieces } from '../src/http/write-in-pieces.ts';
import { readCheck, writeCheck } from '../src/overlays/overlay-task.ts';
import { countTurns } from './count-turns.ts';

describe('JSON that is written in pieces', () => {
  test('is the text of JSON.stringify', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ stringUnit: 'binary' }), fc.integer({ min: 1, max: 20 }), async (text, pieceChars) => {
        const value: unknown = JSON.parse(text);
        expect(await writeInPieces(value, pieceChars)).toBe(JSON.stringify(value));
      }),
    );
    for (const text of ['[[],{},[{}]]', '{"a":{"__proto__":[1,{"constructor":null}]},"b":[]}'])
      expect(await writeInPieces(JSON.parse(text))).toBe(text);
  });

  test('lets other requests go on, and is written value by value', async () => {
    const value = Array.from({ length: 1000 }, (_, index) => ({ index, text: 'a'.repeat(1000) }));
    const stringify = vi.spyOn(JSON, 'stringify');
    const { count, stop } = countTurns();
    const text = await writeInPieces(value);
    stop();
    const lengths = stringify.mock.results.map(({ value: written }) => String(written).length);
    stringify.mockRestore();
    expect(text).toBe(JSON.stringify(value));
    expect(Math.max(...lengths)).toBe(1002);
    expect(count()).toBeGreaterThan(10);
  });

  test('may be nested deeply', async () => {
    const text = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    let value: unknown[] = [];
    for (let depth = 1; depth < 100_000; depth += 1) value = [value];
    expect(await writeInPieces(value)).toBe(text);
  });
});

describe('The result of an overlay child', () => {
  test.each([
    { ok: true, actionKeys: [], contentJson: '{"a":"\\n"}' },
    { ok: true, actionKeys: ['0a', 'ff'], contentJson: '[1]' },
    { ok: false, problems: [{ pointer: '/a', problem: 'one\ntwo' }] },
    { ok: false, problems: [] },
  ] as const)('is read as it was written: %j', (check) => {
    expect(readCheck(writeCheck(check))).toEqual(check);
  });

  test('is read without parsing the content of the overlay', () => {
    const parse = vi.spyOn(JSON, 'parse');
    readCheck(writeCheck({ ok: true, actionKeys: ['0a'], contentJson: '{}' }));
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });
});
