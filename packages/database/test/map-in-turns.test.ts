import { expect, test } from 'vitest';
import { mapInTurns } from '../src/drafts/map-in-turns.ts';

test('a list is mapped in order, and other work goes on after every 256 KB', async () => {
  const items = Array.from({ length: 100 }, (_, at) => at);
  let since = 0;
  let most = 0;
  let counting = true;
  const look = (): void => {
    most = Math.max(most, since);
    since = 0;
    if (counting) setImmediate(look);
  };
  setImmediate(look);
  const results = await mapInTurns(
    items,
    () => 64 * 1024,
    (item) => {
      since += 1;
      return item * 2;
    },
  );
  counting = false;
  expect(results).toEqual(items.map((item) => item * 2));
  expect(most).toBeGreaterThan(0);
  expect(most).toBeLessThanOrEqual(4);
});

test('an item larger than a turn is mapped alone', async () => {
  expect(await mapInTurns([1, 2], () => 1e9, String)).toEqual(['1', '2']);
});
