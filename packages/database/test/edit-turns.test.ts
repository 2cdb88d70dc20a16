import { expect, test } from 'vitest';
import { inTurn } from '../src/drafts/edit-turns.ts';

interface Held {
  readonly outcome: Promise<string>;
  readonly end: () => void;
}

/** Work that lasts until the test ends it. */
function hold(pool: object, organisationId: string, running: Set<string>, name: string): Held {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((settle) => (resolve = settle));
  const outcome = inTurn(pool, organisationId, async () => {
    running.add(name);
    await promise;
    running.delete(name);
    return name;
  });
  return { outcome, end: () => resolve() };
}

test('edits of one organisation take turns, and another organisation does not wait for them', async () => {
  const [pool, running] = [{}, new Set<string>()];
  const held = Array.from({ length: 54 }, (_, at) => hold(pool, 'a', running, `a${at}`));
  expect([...running]).toEqual(['a0', 'a1', 'a2', 'a3']);
  expect(await inTurn(pool, 'a', async () => 'more')).toBe('busy');
  expect(await inTurn(pool, 'b', async () => 'other')).toBe('other');
  held[0]?.end();
  expect(await held[0]?.outcome).toBe('a0');
  expect([...running]).toEqual(['a1', 'a2', 'a3', 'a4']);
  for (const { end } of held) end();
  expect(await Promise.all(held.map(({ outcome }) => outcome))).toHaveLength(54);
  expect(await inTurn(pool, 'a', async () => 'again')).toBe('again');
});

test('an edit that fails gives its turn back', async () => {
  const pool = {};
  for (let at = 0; at < 10; at += 1)
    await expect(inTurn(pool, 'a', () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(await inTurn(pool, 'a', async () => 1)).toBe(1);
});
