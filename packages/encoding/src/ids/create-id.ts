import { randomFillSync } from 'node:crypto';

// A ULID: 48 bits of time in milliseconds, then 80 random bits, as 10 and 16 digits in base 32. Ids are created by the thousand, and so one
// costs a few additions to a buffer.

/** Crockford's base 32: without I, L, O and U. */
const digits = Buffer.from('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 'latin1');

const timeDigits = 10;
const randomDigits = 16;

/** The value of each digit of the last id. */
const last = new Uint8Array(timeDigits + randomDigits);
const encoded = Buffer.alloc(last.length);
let lastMs = 0;

/**
 * Creates a ULID (https://github.com/ulid/spec). Within one process the ids are strictly increasing: ids of the same millisecond are successive
 * numbers, and a clock that is set back has no effect.
 */
export function createId(): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    writeTime(now);
    writeRandom();
  } else {
    increment();
  }
  for (let at = 0; at < last.length; at += 1) encoded[at] = digits[last[at] ?? 0] ?? 0;
  return encoded.toString('latin1');
}

function writeTime(ms: number): void {
  for (let at = timeDigits - 1, rest = ms; at >= 0; at -= 1) {
    last[at] = rest % 32;
    rest = Math.floor(rest / 32);
  }
}

/** Asking the system for random bytes takes longer than all the rest, so it gives those of many ids at once. */
const randoms = new Uint8Array(64 * randomDigits);
let usedRandoms = randoms.length;

function writeRandom(): void {
  if (usedRandoms === randoms.length) {
    randomFillSync(randoms);
    usedRandoms = 0;
  }
  for (let at = timeDigits; at < last.length; at += 1) last[at] = (randoms[usedRandoms++] ?? 0) & 31;
}

/** After the last random number of a millisecond comes the first of the next. */
function increment(): void {
  for (let at = last.length - 1; at >= 0; at -= 1) {
    const digit = ((last[at] ?? 0) + 1) & 31;
    last[at] = digit;
    if (digit !== 0) return;
  }
}

/** Whether a text is a ULID: 26 characters of Crockford's base32, at most 128 bits. */
export function isId(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
}
