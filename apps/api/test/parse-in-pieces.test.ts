import { describe, expect, test, vi } from 'vitest';
import { parseInPieces } from '../src/http/parse-in-pieces.ts';
import { countTurns } from './count-turns.ts';

/** A repeatable sequence of whole numbers below `limit`. */
function createDice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

const scalars = ['null', 'true', '-1.5e3', '""', '"a,b"', '"[{\\"\\\\"', '"\\u00e9]}"', '0'];
const keys = ['"a"', '"b,"', '"__proto__"', '"\\\\"', '"]\\""', '"7"'];
const blanks = ['', '', ' ', '\n\t', '\r'];

function buildText(dice: (limit: number) => number, depth: number): string {
  const pick = (list: readonly string[]): string => list[dice(list.length)] ?? '';
  const around = (text: string): string => pick(blanks) + text + pick(blanks);
  if (depth === 0 || dice(4) === 0) return around(pick(scalars));
  const inner = Array.from({ length: dice(6) }, () => buildText(dice, depth - 1));
  if (dice(2) === 0) return around(`[${inner.join(',') || pick(blanks)}]`);
  return around(`{${inner.map((value) => `${around(pick(keys))}:${value}`).join(',') || pick(blanks)}}`);
}

const changes: readonly ((text: string, at: number) => string)[] = [
  (text, at) => text.slice(0, at) + text.slice(at + 1),
  (text, at) => `${text.slice(0, at)},${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}]${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}"${text.slice(at)}`,
  (text, at) => `${text.slice(0, at)}\u00a0${text.slice(at)}`,
];

const outcomeOf = async (parse: () => unknown): Promise<unknown> => {
  try {
    return { value: await parse() };
  } catch (error) {
    return error instanceof SyntaxError ? 'invalid' : error;
  }
};

describe('JSON that is parsed in pieces', () => {
  test('is what JSON.parse makes of it, valid or not, however small the pieces are', { timeout: 120_000 }, async () => {
    const dice = createDice(1);
    for (let round = 0; round < 300; round += 1) {
      const valid = buildText(dice, 5);
      const change = changes[dice(changes.length)];
      for (const text of [valid, change?.(valid, dice(valid.length)) ?? '']) {
        const expected = await outcomeOf(() => JSON.parse(text));
        for (const chars of [0, 3, 20])
          expect(await outcomeOf(() => parseInPieces(text, chars)), text).toStrictEqual(expected);
      }
    }
  });

  test('is never parsed in larger ones, and other work goes on in between', async () => {
    const text = JSON.stringify({ ids: Array.from({ length: 30_000 }, (_, at) => `id-${at}`.padEnd(26)), more: [1] });
    const parse = vi.spyOn(JSON, 'parse');
    const { count, stop } = countTurns();
    const value = await parseInPieces(text);
    stop();
    const lengths = parse.mock.calls.map(([given]) => given.length);
    parse.mockRestore();
    expect(value).toEqual(JSON.parse(text));
    expect(Math.max(...lengths)).toBeLessThanOrEqual(64 * 1024 + 2);
    expect(count()).toBeGreaterThan(10);
  });

  test('is refused when large values are nested deeply', async () => {
    const text = `${'['.repeat(100_000)}${' '.repeat(100_000)}${']'.repeat(100_000)}`;
    await expect(parseInPieces(text)).rejects.toMatchObject({ code: 'request_invalid' });
  });
});
