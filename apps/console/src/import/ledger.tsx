import type { Coverage } from '@connectory/client';
import { formatCount } from '../format/numbers.ts';
import { type Column, Table } from '../parts/table.tsx';
import { kindWords, type LedgerFate, type LedgerKind, type LedgerRow, ledgerRows } from '../parts/ledger-rows.ts';

const fates = [
  { name: 'As written', key: 'asWritten', fill: 'bg-ok', text: 'text-ok' },
  { name: 'Noted', key: 'noted', fill: 'bg-info', text: 'text-info' },
  { name: 'Changed', key: 'changed', fill: 'bg-warn', text: 'text-warn' },
  { name: 'Left out', key: 'leftOut', fill: 'bg-bad', text: 'text-bad' },
] as const;

interface LedgerProps {
  readonly coverage: Coverage;
  /** Shows the messages behind a number. */
  readonly onOpen: (kind: LedgerKind, fate: LedgerFate) => void;
}

/** How much of the document was imported: each row adds up to the members of the document. */
export function Ledger({ coverage, onOpen }: LedgerProps) {
  const rows = ledgerRows(coverage).filter(({ total }) => total > 0);
  return (
    <section aria-labelledby="ledger" className="card overflow-hidden">
      <h2 id="ledger" className="px-4 pt-4 pb-1 font-semibold sm:px-5">
        Ledger
      </h2>
      <p className="px-4 pb-3 text-sm text-quiet sm:px-5">
        What the document has, and what became of it. Each row adds up. A number shows the messages behind it.
      </p>
      <Table
        label="Ledger"
        columns={columnsOf(onOpen)}
        rows={rows}
        keyOf={({ kind }) => kind}
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

function columnsOf(onOpen: LedgerProps['onOpen']): readonly Column<LedgerRow>[] {
  return [
    { head: 'Kind', isRowHead: true, className: 'w-24 sm:w-40', cell: ({ kind }) => kindWords[kind] },
    {
      head: <span className="sr-only">Picture</span>,
      className: 'hidden lg:table-cell',
      cell: (row) => <Picture row={row} />,
    },
    ...fates.map((fate) => ({
      head: (
        <>
          <span className={`mr-1.5 hidden size-2 rounded-full sm:inline-block ${fate.fill}`} aria-hidden />
          {fate.name}
        </>
      ),
      isNumber: true,
      className: 'lg:w-26',
      cell: (row: LedgerRow) => <Amount row={row} fate={fate} onOpen={onOpen} />,
    })),
    {
      head: 'In all',
      isNumber: true,
      className: 'hidden sm:table-cell lg:w-24',
      cell: ({ total }) => formatCount(total),
    },
  ];
}

interface AmountProps {
  readonly row: LedgerRow;
  readonly fate: (typeof fates)[number];
  readonly onOpen: LedgerProps['onOpen'];
}

/** A number of the ledger. Messages stand behind all but those that are as written. */
function Amount({ row, fate: { key, name, text }, onOpen }: AmountProps) {
  const count = row[key];
  if (count === 0) return <span className="text-quiet">–</span>;
  const look = `font-medium ${text}`;
  if (key === 'asWritten') return <span className={look}>{formatCount(count)}</span>;
  return (
    <button
      type="button"
      onClick={() => onOpen(row.kind, key)}
      aria-label={`${formatCount(count)}, ${kindWords[row.kind]}: ${name}. Show the messages`}
      className={`${look} -my-0.5 min-h-6 min-w-6 text-right underline decoration-current/40 underline-offset-3 hover:decoration-current`}
    >
      {formatCount(count)}
    </button>
  );
}
