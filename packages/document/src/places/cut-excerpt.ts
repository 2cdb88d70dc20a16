import { type Position, positionAt } from './position.ts';

/** One line of a source text, or the part of a long line that is shown. */
export interface ExcerptLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** Column of the first character of `text`, from 1. More than 1 when the start of the line is left out. */
  readonly firstColumn: number;
  /** Whether the line goes on behind `text`. */
  readonly isCut: boolean;
}

/** Lines of a source text around a marked range. */
export interface SourceExcerpt {
  readonly lines: readonly ExcerptLine[];
  readonly start: Position;
  /** Position behind the last character of the range. It may lie behind the lines shown. */
  readonly end: Position;
}

export interface ExcerptSize {
  /** Lines before and after the range. */
  readonly contextLines: number;
  /** Most lines in all. */
  readonly maxLines: number;
  /** Most characters of one line, in UTF-16 code units. */
  readonly maxColumns: number;
}

/**
 * Cuts the lines around a range out of a text of any size. Linear in the text; the result is bounded by `size`.
 * @param start offset of the first character of the range.
 * @param end offset behind the last character of the range.
 */
export function cutExcerpt(text: string, start: number, end: number, size: ExcerptSize): SourceExcerpt {
  const startPosition = positionAt(text, start);
  const endPosition = end === start ? startPosition : positionAt(text, end);
  const leftOut = leftOutColumns(startPosition.column, size.maxColumns);
  const lines: ExcerptLine[] = [];
  let { offset: lineStart, number } = findFirstLine(text, start, startPosition.line, size.contextLines);
  const lastLine = Math.min(endPosition.line + size.contextLines, number + size.maxLines - 1);
  for (; number <= lastLine && lineStart <= text.length; number += 1) {
    const lineEnd = endOfLine(text, lineStart);
    const skipped = number === startPosition.line ? leftOut : 0;
    lines.push(cutLine(text, number, lineStart, lineEnd, skipped, size.maxColumns));
    if (text[lineEnd] === undefined) break;
    lineStart = text[lineEnd] === '\r' ? lineEnd + 2 : lineEnd + 1;
  }
  return { lines, start: startPosition, end: endPosition };
}

/** The start of the line that is up to `contextLines` above the range. */
function findFirstLine(text: string, start: number, line: number, contextLines: number) {
  let offset = text.lastIndexOf('\n', start - 1) + 1;
  let number = line;
  for (; number > 1 && line - number < contextLines; number -= 1) offset = text.lastIndexOf('\n', offset - 2) + 1;
  return { offset, number };
}

/** Behind the last character of a line, before its line break. */
function endOfLine(text: string, lineStart: number): number {
  const lineBreak = text.indexOf('\n', lineStart);
  if (lineBreak < 0) return text.length;
  return lineBreak > lineStart && text[lineBreak - 1] === '\r' ? lineBreak - 1 : lineBreak;
}

/** Characters left out before the range, so that it stands in the first third of a long line. */
function leftOutColumns(column: number, maxColumns: number): number {
  return column <= maxColumns * 0.75 ? 0 : column - 1 - Math.floor(maxColumns / 3);
}

function cutLine(
  text: string,
  number: number,
  lineStart: number,
  lineEnd: number,
  skipped: number,
  maxColumns: number,
): ExcerptLine {
  const from = keepPair(text, lineStart + skipped);
  const to = Math.min(lineEnd, keepPair(text, from + maxColumns));
  return { number, text: text.slice(from, to), firstColumn: from - lineStart + 1, isCut: to < lineEnd };
}

/** Moves an offset out of the middle of a surrogate pair. */
function keepPair(text: string, offset: number): number {
  const code = text.charCodeAt(offset);
  return code >= 0xdc_00 && code <= 0xdf_ff ? offset - 1 : offset;
}
