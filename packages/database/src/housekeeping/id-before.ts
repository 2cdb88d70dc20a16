import { encodeTime } from 'ulid';

/** The smallest id that could have been made at a time: ids of before are smaller, so that the primary key finds what is old. */
export function idBefore(time: Date): string {
  return encodeTime(time.getTime(), 10) + '0'.repeat(16);
}
