import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly head: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  /** Width, and on which screens the column is shown. */
  readonly className?: string;
  /** Numbers are aligned at their right end. */
  readonly isNumber?: boolean;
  /** Names the row for screen readers. */
  readonly isRowHead?: boolean;
}

interface TableProps<Row> {
  /** Names the table for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Whether a link in a cell covers its row, by `after:absolute after:inset-0`. */
  readonly isLinked?: boolean;
  /** Narrow rows, for tables within a page. */
  readonly isDense?: boolean;
  readonly className?: string;
}

/** A table with the head that all tables have. Narrow screens show fewer columns. */
export function Table<Row>({ label, columns, rows, keyOf, isLinked, isDense, className = 'card' }: TableProps<Row>) {
  const padding = isDense === true ? 'px-2 py-2 first:pl-4 last:pr-4' : 'px-2 py-3 first:pl-4 last:pr-4';
  const classOf = ({ isNumber, className: own = '' }: Column<Row>): string =>
    `${padding} sm:first:pl-5 sm:last:pr-5 ${isNumber === true ? 'num' : 'text-left'} ${own}`;
  return (
    <div className={`${className} overflow-hidden`}>
      <table aria-label={label} className="w-full table-fixed">
        <thead className="border-b border-line bg-sunken text-sm text-quiet">
          <tr>
            {columns.map((column, index) => (
              <th key={index} scope="col" className={`${classOf(column)} py-2! font-medium`}>
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr
              key={keyOf(row)}
              data-row={isLinked === true || undefined}
              className={isLinked === true ? 'relative hover:bg-sunken' : ''}
            >
              {columns.map((column, index) =>
                column.isRowHead === true ? (
                  <th key={index} scope="row" className={`${classOf(column)} align-top font-normal`}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={index} className={`${classOf(column)} align-top`}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
