/** Line and column, both from 1; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export function positionAt(text: string, offset: number): Position {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

export function describePosition({ line, column }: Position): string {
  return `line ${line}, column ${column}`;
}

/** Whether a place has a line and a column. */
export function isPosition(position: Partial<Position>): position is Position {
  return position.line !== undefined && position.column !== undefined;
}
