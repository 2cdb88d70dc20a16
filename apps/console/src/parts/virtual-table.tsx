import { useVirtualizer } from '@tanstack/react-virtual';
import { type FocusEvent, Fragment, useEffect, useRef, useState } from 'react';
import type { Column } from './table.tsx';
import { rangeWith } from './range-with.ts';

interface VirtualTableProps<Row> {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** Number of all rows. */
  readonly count: number;
  /** Undefined for a row that is not loaded. */
  readonly rowAt: (index: number) => Row | undefined;
  /** Whether a link in a cell covers its row, by `after:absolute after:inset-0`. */
  readonly isLinked: (row: Row) => boolean;
  /** Called with the last row in sight, or beside it, when that changes. */
  readonly onReach: (index: number) => void;
}

const rowHeight = 52;
const headHeight = 38;

/** The padding of the cells of `Table`. */
const cellClass = 'px-2 first:pl-4 last:pr-4 sm:first:pl-5 sm:last:pr-5';

/** A table of any length, in a box that scrolls: only the rows in sight are in the page. Each row has the same height. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, count, onReach } = props;
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(-1);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // A row with the focus stays, so that the focus does, and `j` and `k` go on from it.
    rangeExtractor: rangeWith(focused),
  });
  const rows = virtualizer.getVirtualItems();
  const last = virtualizer.range?.endIndex ?? -1;
  useEffect(() => onReach(last), [last, onReach]);
  const focus = ({ target }: FocusEvent): void =>
    setFocused(Number(target.closest('tr')?.getAttribute('data-index') ?? -1));
  return (
    <div
      ref={box}
      role="group"
      aria-label={label}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls is used by keyboard
      tabIndex={0}
      style={{ scrollPaddingTop: headHeight }}
      className="card max-h-[max(20rem,calc(100dvh-14rem))] overflow-y-auto"
    >
      <table
        aria-label={label}
        aria-rowcount={count + 1}
        className="w-full table-fixed border-separate border-spacing-0"
        onFocus={focus}
        onBlur={() => setFocused(-1)}
      >
        <Head columns={columns} />
        <tbody>
          {rows.map(({ index, start }, place) => (
            <Fragment key={index}>
              <Gap height={start - (rows[place - 1]?.end ?? 0)} />
              <BodyRow {...props} index={index} />
            </Fragment>
          ))}
          <Gap height={virtualizer.getTotalSize() - (rows.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({ columns }: Pick<VirtualTableProps<Row>, 'columns'>) {
  return (
    <thead className="text-sm text-quiet">
      <tr aria-rowindex={1} style={{ height: headHeight }}>
        {columns.map(({ head, isNumber, className = '' }, index) => (
          <th
            key={index}
            scope="col"
            className={`${cellClass} sticky top-0 z-10 border-b border-line bg-sunken font-medium ${alignment(isNumber)} ${className}`}
          >
            {head}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function alignment(isNumber = false): string {
  return isNumber ? 'num' : 'text-left';
}

/** The height of rows that are not in the page. */
function Gap({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td style={{ height }} className="p-0" />
    </tr>
  );
}

function BodyRow<Row>({ columns, count, rowAt, isLinked, index }: VirtualTableProps<Row> & { readonly index: number }) {
  const row = rowAt(index);
  const linked = row !== undefined && isLinked(row);
  const line = index === count - 1 ? '' : 'border-b border-line';
  return (
    <tr
      aria-rowindex={index + 2}
      data-index={index}
      data-row={linked || undefined}
      style={{ height: rowHeight }}
      className={linked ? 'relative hover:bg-sunken' : ''}
    >
      {columns.map(({ cell, className = '', isRowHead, isNumber }, at) => {
        const Cell = isRowHead === true ? 'th' : 'td';
        return (
          <Cell
            key={at}
            scope={isRowHead === true ? 'row' : undefined}
            className={`${cellClass} font-normal ${alignment(isNumber)} ${line} ${className}`}
          >
            {row === undefined ? <span className="skeleton block h-4 w-2/3" /> : cell(row)}
          </Cell>
        );
      })}
    </tr>
  );
}
