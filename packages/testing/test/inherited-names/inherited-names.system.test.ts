import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stack, startStack } from '../../src/index.ts';
import type { NameFor } from './names-document.ts';
import { type Transcript, useNames } from './use-names.ts';

/** Names that every object inherits, and names like these that none does. */
const twins = [
  ['__proto__', '__prota__'],
  ['constructor', 'constructoz'],
  ['toString', 'toStrinz'],
  ['hasOwnProperty', 'hasOwnPropertz'],
  ['valueOf', 'valueOz'],
] as const;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ name: 'postgres' });
});
afterAll(() => stack.stop());

/** Each place has a name by its text and the seed. */
function namesOf(side: 0 | 1, seed: number): NameFor {
  return (place) => {
    let hash = seed;
    for (const character of place) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 1_000_003;
    return twins[hash % twins.length]?.[side] ?? '';
  };
}

/** Without what differs between any two runs, and with harmless names. */
function normalise(transcript: Transcript): readonly string[] {
  const ids = new Map<string, string>();
  return transcript.map((entry) => {
    let text = entry
      .replaceAll(/\b[0-9A-HJKMNP-TV-Z]{26}\b/g, (id) => {
        const known = ids.get(id) ?? `id${ids.size}`;
        ids.set(id, known);
        return known;
      })
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
      .replaceAll(/"(?:timings|etag)":(?:\{[^}]*\}|"[^"]*")/g, '')
      .replaceAll(/[0-9a-f]{32,64}/g, 'hash');
    for (const [inherited, harmless] of twins) text = text.replaceAll(inherited.slice(1), harmless.slice(1));
    return text;
  });
}

test('names that every object inherits are names like others, from import to deletion', async () => {
  const inherited = normalise(await useNames(stack, namesOf(0, 1)));
  const harmless = normalise(await useNames(stack, namesOf(1, 1)));
  expect(inherited).toEqual(harmless);
  expect(harmless.filter((entry) => entry.includes('\n5'))).toEqual([]);
  // Most requests do something, so that the comparison is not one of refusals.
  expect(harmless.filter((entry) => entry.includes('\n2')).length).toBeGreaterThan(0.8 * harmless.length);
});
