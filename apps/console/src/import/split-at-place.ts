import type { DocumentExcerpt } from '@connectory/client';

interface SplitLine {
  readonly before: string;
  /** Empty outside of the place. */
  readonly marked: string;
  readonly after: string;
}

/** Splits a line of an excerpt at the place, which may begin and end on other lines. */
export function splitAtPlace(
  { number, text, firstColumn }: DocumentExcerpt['lines'][number],
  { start, end }: Pick<DocumentExcerpt, 'start' | 'end'>,
): SplitLine {
  if (number < start.line || number > end.line) return { before: text, marked: '', after: '' };
  const clamp = (column: number): number => Math.min(Math.max(column - firstColumn, 0), text.length);
  const indent = text.length - text.trimStart().length;
  const from = number === start.line ? clamp(start.column) : indent;
  const to = number === end.line ? clamp(end.column) : text.length;
  return {
    before: text.slice(0, from),
    marked: text.slice(from, Math.max(from, to)),
    after: text.slice(Math.max(from, to)),
  };
}
