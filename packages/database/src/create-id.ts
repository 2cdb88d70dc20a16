import { monotonicFactory } from 'ulid';

const next = monotonicFactory();

/** A new ULID; within one process each is greater than the one before. */
export function createId(): string {
  return next();
}

/** Whether a text has the form of a ULID: 26 characters of Crockford's base 32, within 128 bits. */
export function isId(text: string): boolean {
  return /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(text);
}
