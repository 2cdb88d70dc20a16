import { expect, test } from 'vitest';
import { InvalidCursorError, type PageRequest, readPage } from '../src/postgres/page.ts';

const letters = 'abcdefghij'.split('');
const page = (request: PageRequest) =>
  readPage(request, {
    count: async () => letters.length,
    read: async ({ cursor, backwards, limit }) => {
      const ordered = backwards ? [...letters].reverse() : letters;
      const from = cursor === undefined ? 0 : ordered.indexOf(cursor) + 1;
      return ordered.slice(from, from + limit);
    },
    cursorOf: (letter) => letter,
    cursorForm: /^[a-j]$/,
  });

test('following next from the start visits each item once, in order, and ends', async () => {
  for (const first of [1, 2, 3, 5, 10, 11]) {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const { items, next, totalCount } = await page({ first, ...(after === undefined ? {} : { after }) });
      expect(totalCount).toBe(letters.length);
      seen.push(...items);
      after = next;
    } while (after !== undefined);
    expect(seen).toEqual(letters);
  }
});

test('following prev from the last page visits each item once, backwards, and ends at the first', async () => {
  const first = await page({ first: 9 });
  let before = (await page({ first: 9, after: first.next ?? '' })).prev;
  const seen: string[] = [];
  while (before !== undefined) {
    const { items, prev } = await page({ first: 4, before });
    seen.unshift(...items);
    before = prev;
  }
  expect(seen).toEqual(letters.slice(0, 9));
});

test('the first page has no prev, and a page in the middle has both cursors', async () => {
  const first = await page({ first: 3 });
  expect(first.prev).toBeUndefined();
  const second = await page({ first: 3, after: first.next ?? '' });
  expect(await page({ first: 3, before: second.prev ?? '' })).toMatchObject({ items: ['a', 'b', 'c'] });
});

test.each(['', 'x', 'MTp', '🙂', Buffer.from('2:a').toString('base64url'), Buffer.from('1:zz').toString('base64url')])(
  '%j is refused as a cursor',
  async (after) => {
    await expect(page({ first: 3, after })).rejects.toThrow(InvalidCursorError);
  },
);
