import { appendToken, joinPointer } from './pointer.ts';

/** Longest token of a pointer that people read, and what is left of a longer one on both sides of its hash. */
const maxToken = 200;
const [tokenHead, tokenTail] = [80, 40];

/** Longest pointer that people read, and what is left of a longer one on both sides of its hash. */
const maxPointer = 2_000;
const [pointerHead, pointerTail] = [1_000, 500];

/**
 * A token of a pointer with its middle replaced by a hash if it is longer than 200 characters. A document can have one long key above
 * a thousand places, and each of their pointers would repeat it.
 */
export function shortToken(token: string | number): string | number {
  if (typeof token === 'number' || token.length <= maxToken) return token;
  const known = remembered.get(token);
  if (known !== undefined) return known;
  const short = cutMiddle(token, tokenHead, tokenTail);
  if (remembered.size >= maxRemembered) remembered.clear();
  remembered.set(token, short);
  return short;
}

/** Each long token is hashed once. */
const remembered = new Map<string, string>();
const maxRemembered = 1_000;

/** Like `joinPointer`, with short tokens. */
export function joinShortPointer(tokens: readonly (string | number)[]): string {
  return joinPointer(tokens.map(shortToken));
}

/** Like `appendToken`, with a short token. */
export function appendShortToken(pointer: string, token: string | number): string {
  return appendToken(pointer, shortToken(token));
}

/** A pointer with its middle replaced by a hash if it is longer than 2,000 characters. */
export function shortPointer(pointer: string): string {
  return pointer.length <= maxPointer ? pointer : cutMiddle(pointer, pointerHead, pointerTail);
}

function cutMiddle(text: string, head: number, tail: number): string {
  return `${text.slice(0, head)}…${hashOf(text)}…${text.slice(-tail)}`.toWellFormed();
}

/** Sixteen hexadecimal digits from two 32-bit FNV-1a hashes. */
function hashOf(text: string): string {
  return [0x81_1c_9d_c5, 0x01_00_01_93].map((seed) => hash32(text, seed).toString(16).padStart(8, '0')).join('');
}

function hash32(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01_00_01_93);
  return hash >>> 0;
}
