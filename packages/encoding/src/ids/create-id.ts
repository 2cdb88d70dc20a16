import { randomFillSync } from 'node:crypto';
import { monotonicFactory } from 'ulid';

const next = monotonicFactory(createRandom());

/** Returns fractions from 0 to below 1, one random byte each. Bytes are fetched in blocks, because ids are created by the thousand. */
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

/** Creates a ULID. Within one process the ids are strictly increasing. */
export function createId(): string {
  return next();
}

/** Whether a text is a ULID: 26 characters of Crockford's base32, at most 128 bits. */
export function isId(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
}
