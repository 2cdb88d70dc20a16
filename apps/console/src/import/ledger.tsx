import type { Coverage } from '@connectory/client';
import { formatCount } from '../format/numbers.ts';
import { type Column, Table } from '../parts/table.tsx';

const kinds = [
  ['operations', 'Operations'],
  ['parameters', 'Parameters'],
  ['bodies', 'Bodies'],
  ['responses', 'Responses'],
  ['schemas', 'Schemas'],
  ['securitySchemes', 'Security schemes'],
  ['webhooks', 'Webhooks'],
  ['callbacks', 'Callbacks'],
] as const;

const fates = [
  { name: 'As written', key: 'asWritten', fill: 'bg-ok', text: 'text-ok' },
  { name: 'Noted', key: 'noted', fill: 'bg-info', text: 'text-info' },
  { name: 'Changed', key: 'changed', fill: 'bg-warn', text: 'text-warn' },
  { name: 'Left out', key: 'leftOut', fill: 'bg-bad', text: 'text-bad' },
] as const;

interface LedgerRow {
  readonly name: string;
  readonly total: number;
  readonly asWritten: number;
  readonly noted: number;
  readonly changed: number;
  readonly leftOut: number;
}

/** How much of the document was imported: each row adds up to the members of the document. */
export function Ledger({ coverage }: { readonly coverage: Coverage }) {
  const rows = rowsOf(coverage).filter(({ total }) => total > 0);
  return (
    <section aria-labelledby="ledger" className="card overflow-hidden">
      <h2 id="ledger" className="px-4 pt-4 pb-1 font-semibold sm:px-5">
        Ledger
      </h2>
      <p className="px-4 pb-3 text-sm text-quiet sm:px-5">
        What the document has, and what became of it. Each row adds up.
      </p>
      <Table
        label="Ledger"
        columns={columns}
        rows={rows}
        keyOf={({ name }) => name}
        isDense
        className="border-t border-line"
      />
    </section>
  );
}

function Picture({ row }: { readonly row: LedgerRow }) {
  return (
    <div aria-hidden className="mt-1.5 flex h-2 gap-px overflow-hidden rounded-full bg-sunken">
      {fates
        .filter(({ key }) => row[key] > 0)
        .map(({ key, fill }) => (
          <div key={key} className={`min-w-1 ${fill}`} style={{ flexGrow: row[key], flexBasis: 0 }} />
        ))}
    </div>
  );
}

const columns: readonly Column<LedgerRow>[] = [
  { head: 'Kind', isRowHead: true, className: 'w-24 sm:w-40', cell: ({ name }) => name },
  {
    head: <span className="sr-only">Picture</span>,
    className: 'hidden lg:table-cell',
    cell: (row) => <Picture row={row} />,
  },
  ...fates.map(({ name, key, fill, text }) => ({
    head: (
      <>
        <span className={`mr-1.5 hidden size-2 rounded-full sm:inline-block ${fill}`} aria-hidden />
        {name}
      </>
    ),
    isNumber: true,
    className: 'lg:w-26',
    cell: (row: LedgerRow) => (
      <span className={row[key] === 0 ? 'text-quiet' : `font-medium ${text}`}>
        {row[key] === 0 ? '–' : formatCount(row[key])}
      </span>
    ),
  })),
  {
    head: 'In all',
    isNumber: true,
    className: 'hidden sm:table-cell lg:w-24',
    cell: ({ total }) => formatCount(total),
  },
];

/** Imports of before the difference was counted have all their messages as changes. */
function rowsOf(coverage: Coverage): readonly LedgerRow[] {
  return kinds.map(([key, name]) => {
    const { inDocument: total, asWritten, withMessage, notImported: leftOut, noted = 0, changed } = coverage[key];
    return { name, total, asWritten, noted, changed: changed ?? withMessage, leftOut };
  });
}
