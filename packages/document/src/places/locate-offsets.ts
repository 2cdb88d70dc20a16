import type { Position } from './position.ts';

/** Turns offsets in a text into lines and columns, in one pass over the text for all of them. */
export function locateOffsets<Key>(text: string, offsets: ReadonlyMap<Key, number>): ReadonlyMap<Key, Position> {
  const ordered = [...offsets].sort(([, a], [, b]) => a - b);
  const positions = new Map<Key, Position>();
  let line = 1;
  let lineStart = 0;
  let nextBreak = text.indexOf('\n');
  for (const [key, offset] of ordered) {
    while (nextBreak >= 0 && nextBreak < offset) {
      line += 1;
      lineStart = nextBreak + 1;
      nextBreak = text.indexOf('\n', lineStart);
    }
    positions.set(key, { line, column: offset - lineStart + 1 });
  }
  return positions;
}
