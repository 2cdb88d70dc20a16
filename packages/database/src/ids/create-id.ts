import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

const next = monotonicFactory(createRandom());

/** Fractions from 0 to less than 1, of one random byte each. The system is asked for many at once: ids are made by the thousand. */
function createRandom(): () => number {
  const bytes = new Uint8Array(4096);
  let used = bytes.length;
  return () => {
    if (used === bytes.length) {
      randomFillSync(bytes);
      used = 0;
    }
    const byte = bytes[used] ?? 0;
    used += 1;
    return byte / 256;
  };
}

/** A new ULID; within one process each is greater than the one before. */
export function createId(): string {
  return next();
}

/** Whether a text has the form of a ULID: 26 characters of Crockford's base 32, within 128 bits. */
export function isId(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
}
