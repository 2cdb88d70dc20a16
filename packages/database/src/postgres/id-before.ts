import { encodeTime } from 'ulid';

/** The times of ULIDs are from 1970 until the year 10889. */
const maxTimeMs = 2 ** 48 - 1;

/** The smallest ULID of a time. All earlier ids are smaller, so old rows are found by the primary key. */
export function idBefore(time: Date): string {
  return encodeTime(Math.min(Math.max(time.getTime(), 0), maxTimeMs), 10) + '0'.repeat(16);
}
