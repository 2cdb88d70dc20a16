import { shortToken } from '@connectory/json';
import type { TextRange } from '../places/text-range.ts';
import { JsonCursor } from './json-cursor.ts';

/**
 * Finds the member or item that a pointer leads to in valid JSON text: from the start of its key to the end of its value. One pass, in
 * which the last of two members with the same key counts. Recursive: the caller limits the depth first.
 */
export function findJsonRange(text: string, tokens: readonly string[]): TextRange | undefined {
  const cursor = new JsonCursor(text);
  cursor.kind();
  return findBelow(cursor, cursor.offset, tokens, 0);
}

function findBelow(cursor: JsonCursor, start: number, tokens: readonly string[], depth: number): TextRange | undefined {
  const token = tokens[depth];
  const kind = token === undefined ? 'scalar' : cursor.kind();
  if (kind === 'scalar') {
    cursor.skipValue();
    return token === undefined ? { start, end: cursor.offset } : undefined;
  }
  let found: TextRange | undefined;
  const visit = (key: string | number, offset: number): void => {
    if (String(key) === token || String(shortToken(key)) === token)
      found = findBelow(cursor, offset, tokens, depth + 1);
    else cursor.skipValue();
  };
  if (kind === 'object') cursor.eachMember(visit);
  else cursor.eachItem(visit);
  return found;
}
