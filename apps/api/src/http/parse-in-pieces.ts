import { setImmediate as nextTurn } from 'node:timers/promises';
import { ApiError } from './api-error.ts';
import { maxDepth } from './find-unstorable.ts';

/** Characters that are parsed at a time. Other requests go on in between. */
const defaultPieceChars = 64 * 1024;

/** A part of a text between the brackets and commas of one object or array. */
interface Slice {
  readonly from: number;
  readonly to: number;
}

/**
 * Parses JSON as `JSON.parse` does, but large objects and arrays member by member, so that no body holds up other requests. Texts and numbers
 * are never divided.
 * @throws SyntaxError, or ApiError for large values within more than `maxDepth` others.
 */
export async function parseInPieces(text: string, pieceChars = defaultPieceChars, depth = 0): Promise<unknown> {
  if (text.length <= pieceChars) return JSON.parse(text);
  if (depth > maxDepth) {
    const message = `is nested deeper than ${maxDepth} levels`;
    throw new ApiError('request_invalid', `The body is invalid: body ${message}.`, {
      fields: [{ field: 'body', message }],
    });
  }
  const trimmed = trimBlanks(text);
  const parseInner = (inner: string): Promise<unknown> => parseInPieces(inner, pieceChars, depth + 1);
  if (trimmed.startsWith('[')) return parseArray(trimmed, pieceChars, parseInner);
  if (trimmed.startsWith('{')) return parseObject(trimmed, pieceChars, parseInner);
  return JSON.parse(trimmed);
}

async function parseArray(
  text: string,
  pieceChars: number,
  parseInner: (text: string) => Promise<unknown>,
): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const { from, to } of slicesOf(text, ']', pieceChars)) {
    const piece = text.slice(from, to);
    if (piece.length > pieceChars) items.push(await parseInner(piece));
    else for (const item of parseNonEmpty<unknown[]>(`[${piece}]`)) items.push(item);
  }
  return items;
}

async function parseObject(
  text: string,
  pieceChars: number,
  parseInner: (text: string) => Promise<unknown>,
): Promise<object> {
  const object = {};
  // As JSON.parse, it also creates a member `__proto__`.
  const add = (key: string, value: unknown): void =>
    void Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  for await (const { from, to } of slicesOf(text, '}', pieceChars)) {
    const piece = text.slice(from, to);
    if (piece.length > pieceChars) {
      const { key, rest } = splitMember(piece);
      add(key, await parseInner(rest));
    } else for (const [key, value] of Object.entries(parseNonEmpty<object>(`{${piece}}`))) add(key, value);
  }
  return object;
}

/** A slice without a value stands beside a comma that separates nothing. */
function parseNonEmpty<Container extends object>(text: string): Container {
  const value = JSON.parse(text) as Container;
  if (Object.keys(value).length === 0) throw new SyntaxError('a comma without a value');
  return value;
}

/** Divides an object or array at commas, into slices that are small, or have one member. An empty one has no slices. */
async function* slicesOf(text: string, close: ']' | '}', pieceChars: number): AsyncGenerator<Slice, void, undefined> {
  if (!text.endsWith(close)) throw new SyntaxError(`no ${close} at the end`);
  if (trimBlanks(text.slice(1, -1)) === '') return;
  let from = 1;
  let end = from;
  for await (const to of memberEnds(text, pieceChars)) {
    if (to - from > pieceChars && end > from) {
      yield { from, to: end };
      await nextTurn();
      from = end + 1;
    }
    end = to;
  }
  yield { from, to: end };
}

/** Indexes of the commas between the members of an object or array, and of its last bracket. */
async function* memberEnds(text: string, pieceChars: number): AsyncGenerator<number, void, undefined> {
  let depth = 0;
  let pauseAt = pieceChars;
  for (let index = 0; index < text.length; index += 1) {
    if (index >= pauseAt) {
      await nextTurn();
      pauseAt = index + pieceChars;
    }
    const char = text[index];
    if (char === '"') index = endOfText(text, index);
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    else if (char === ',' && depth === 1) yield index;
    if (depth === 0 && index < text.length - 1) throw new SyntaxError('text behind the last bracket');
  }
  if (depth !== 0) throw new SyntaxError('brackets are not closed');
  yield text.length - 1;
}

/** Index of the quote that ends the text which begins at `start`. */
function endOfText(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === '"') return index;
  }
  throw new SyntaxError('a text has no end');
}

function splitMember(member: string): { key: string; rest: string } {
  const text = trimBlanks(member);
  if (!text.startsWith('"')) throw new SyntaxError('a member has no name');
  const end = endOfText(text, 0) + 1;
  const behind = trimBlanks(text.slice(end));
  if (!behind.startsWith(':')) throw new SyntaxError('a member has no value');
  return { key: JSON.parse(text.slice(0, end)), rest: behind.slice(1) };
}

/** Without the white space of JSON (RFC 8259, section 2) at both ends. */
function trimBlanks(text: string): string {
  const isBlank = (index: number): boolean => /[ \t\n\r]/.test(text[index] ?? '');
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(from)) from += 1;
  while (to > from && isBlank(to - 1)) to -= 1;
  return text.slice(from, to);
}
