import { encodeTime } from 'ulid';

/** The smallest ULID of a time. All earlier ids are smaller, so old rows are found by the primary key. */
export function idBefore(time: Date): string {
  return encodeTime(time.getTime(), 10) + '0'.repeat(16);
}
