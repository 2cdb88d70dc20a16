import { stripVTControlCharacters } from 'node:util';
import Table from 'cli-table3';
import stringWidth from 'string-width';

export interface Column {
  readonly head: string;
  readonly align?: 'left' | 'right';
  /** Whether its cells may be broken into lines, so that the table fits. Ids must stay whole, to be copied. */
  readonly breaks?: boolean;
}

type Cell = string | number;

const defaultWidth = 80;
const minColumnWidth = 8;
const gap = 2;

/** Formats a table without lines. It is as wide as the terminal at most, or 80 columns where there is none. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width = outputWidth(),
): string {
  const widths = fit(columns, rows, width);
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align = 'left' }) => align),
    colWidths: widths.map((each) => each + gap),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': gap },
    chars: noLines,
    wordWrap: true,
    wrapOnWordBoundary: false,
  });
  for (const row of rows) table.push([...row]);
  return table
    .toString()
    .split('\n')
    .map((line) => trimEnd(line))
    .join('\n');
}

export function outputWidth(): number {
  return process.stdout.columns ?? defaultWidth;
}

/** Narrows the widest column that breaks until the table fits. */
function fit(columns: readonly Column[], rows: readonly (readonly Cell[])[], width: number): readonly number[] {
  const widths = columns.map(({ head }, index) =>
    rows.reduce((widest, row) => Math.max(widest, cellWidth(row[index] ?? '')), stringWidth(head)),
  );
  for (;;) {
    const sum = widths.reduce((total, each) => total + each + gap, -gap);
    const breakable = widths.map((each, index) => (columns[index]?.breaks === true ? each : 0));
    const widest = Math.max(...breakable);
    if (sum <= width || widest <= minColumnWidth) return widths;
    const rest = Math.max(...breakable.filter((each) => each < widest), minColumnWidth);
    widths[breakable.indexOf(widest)] = Math.max(rest - 1, widest - (sum - width), minColumnWidth);
  }
}

function cellWidth(cell: Cell): number {
  return String(cell)
    .split('\n')
    .reduce((widest, line) => Math.max(widest, stringWidth(stripVTControlCharacters(line))), 0);
}

function trimEnd(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ') end -= 1;
  return line.slice(0, end);
}

const noLines = {
  middle: '',
  ...Object.fromEntries(
    ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) => [
      [side, ''],
      ...['mid', 'left', 'right'].map((corner) => [`${side}-${corner}`, '']),
    ]),
  ),
};
