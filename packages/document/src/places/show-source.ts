import { cutExcerpt, type ExcerptLine } from './cut-excerpt.ts';

const size = { contextLines: 1, maxLines: 2 };

/**
 * Shows the line of an offset, the line before it, and a caret below the place:
 *
 *     2 |   "openapi": "3.0.0"
 *     3 |   "info": {}
 *       |   ^
 *
 * @param maxColumns characters of a line that are shown.
 */
export function showSource(text: string, offset: number, maxColumns = 100): string {
  const { lines: around, start } = cutExcerpt(text, offset, offset, { ...size, maxColumns });
  // Behind the first line, the excerpt has the second one too.
  const lines = around.filter(({ number }) => number <= start.line);
  const width = String(start.line).length;
  const shown = lines.map((line) => `${String(line.number).padStart(width)} | ${showLine(line)}`);
  const marked = lines.find(({ number }) => number === start.line);
  const indent = marked === undefined ? 0 : start.column - marked.firstColumn + (marked.firstColumn > 1 ? 1 : 0);
  return [...shown, `${' '.repeat(width)} | ${' '.repeat(indent)}^`].join('\n');
}

/** One column for each character, so that the caret stands below its place. */
function showLine({ text, firstColumn, isCut }: ExcerptLine): string {
  const plain = text.replaceAll('\t', ' ').replaceAll(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '\ufffd');
  return `${firstColumn > 1 ? '…' : ''}${plain}${isCut ? '…' : ''}`;
}
