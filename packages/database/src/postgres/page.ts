import type { Pool } from 'pg';

/** One page of a list: at most `first` items after, or before, a cursor. Cursors are opaque to clients. */
export interface PageRequest {
  readonly first: number;
  readonly after?: string;
  readonly before?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Up to `maxCounted`. */
  readonly totalCount: number;
  /** Cursor for `after`; absent on the last page. */
  readonly next?: string;
  /** Cursor for `before`; absent on the first page. */
  readonly prev?: string;
}

/** A cursor that this service did not create. */
export class InvalidCursorError extends Error {
  override readonly name = 'InvalidCursorError';
}

/** Whether a text is a sort key: a regular expression, unless the values need a check. */
export type CursorForm = Pick<RegExp, 'test'>;

/** Items that a list counts. A larger list has at least as many: the cost of a page does not grow with the list. */
export const maxCounted = 10_000;

/** Counts rows, up to `maxCounted`. @param from of a statement: relations and conditions */
export async function countRows(pool: Pick<Pool, 'query'>, from: string, values: readonly unknown[]): Promise<number> {
  const text = `select count(*)::int as count from (select from ${from} limit ${maxCounted}) as counted`;
  const { rows } = await pool.query<{ count: number }>(text, [...values]);
  return rows[0]?.count ?? 0;
}

interface PageSource<Item> {
  /** The number of all items, up to `maxCounted`. */
  count(): Promise<number>;
  /** Reads items after the cursor in list order or, when `backwards`, items before it in reverse order. */
  read(slice: { cursor: string | undefined; backwards: boolean; limit: number }): Promise<readonly Item[]>;
  /** Whether the page has room for an item, asked once for each in order. The page ends before the first one that does not fit. */
  fits?(item: Item): boolean;
  /** The sort key of an item: unique, and stable for its lifetime. */
  cursorOf(item: Item): string;
  /** Validates the sort key in a cursor, which is untrusted input. */
  readonly cursorForm: CursorForm;
}

/** Bytes of the items of a page. It ends sooner than asked for when they are larger; the first item is always part of it. */
export const maxPageBytes = 8 * 1024 * 1024;

/** Says whether items fit a page, asked in their order. */
export function fitsPage<Item>(sizeOf: (item: Item) => number): (item: Item) => boolean {
  let bytes = 0;
  let isFirst = true;
  return (item) => {
    bytes += sizeOf(item);
    const fits = isFirst || bytes <= maxPageBytes;
    isFirst = false;
    return fits;
  };
}

/**
 * Reads one page by keyset pagination, so that the cost does not grow with the offset.
 * @throws InvalidCursorError
 */
export async function readPage<Item>(request: PageRequest, source: PageSource<Item>): Promise<Page<Item>> {
  const backwards = request.before !== undefined && request.after === undefined;
  const given = backwards ? request.before : request.after;
  const cursor = given === undefined ? undefined : decodeCursor(given, source.cursorForm);
  const [totalCount, read] = await Promise.all([
    source.count(),
    source.read({ cursor, backwards, limit: request.first + 1 }),
  ]);
  const end = source.fits === undefined ? -1 : read.findIndex((item) => source.fits?.(item) === false);
  const kept = read.slice(0, Math.min(request.first, end < 0 ? read.length : end));
  const hasMore = read.length > kept.length;
  const items = backwards ? kept.reverse() : kept;
  const [first, last] = [items.at(0), items.at(-1)];
  const moreBehind = backwards ? cursor !== undefined : hasMore;
  const moreInFront = backwards ? hasMore : cursor !== undefined;
  return {
    items,
    totalCount,
    ...(moreBehind && last !== undefined ? { next: encodeCursor(source.cursorOf(last)) } : {}),
    ...(moreInFront && first !== undefined ? { prev: encodeCursor(source.cursorOf(first)) } : {}),
  };
}

/** Whether a text is a time as `Date` writes it, which PostgreSQL can read: the 30th of February and the year 0 are none. */
export function isStorableTime(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text && /^(?!0000)\d{4}-/.test(text);
}

/** Encodes the sort key of an item. */
export function encodeCursor(key: string): string {
  return Buffer.from(`1:${key}`).toString('base64url');
}

/** @throws InvalidCursorError for a cursor whose sort key has not the form. */
export function decodeCursor(cursor: string, form: CursorForm): string {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!text.startsWith('1:') || encodeCursor(text.slice(2)) !== cursor || !form.test(text.slice(2)))
    throw new InvalidCursorError('not a cursor of this list');
  return text.slice(2);
}
