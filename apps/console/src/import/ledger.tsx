import type { Coverage } from '@connectory/contract';
import { formatCount } from '../format/numbers.ts';

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

const columns = [
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

/** How much of the document was imported: each row adds up to what the document has. */
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
      <table className="w-full">
        <thead className="border-y border-line bg-sunken text-sm text-quiet">
          <tr>
            <th scope="col" className="px-4 py-2 text-left font-medium sm:px-5">
              Kind
            </th>
            <th scope="col" className="hidden w-2/5 px-2 py-2 text-left font-medium lg:table-cell">
              <span className="sr-only">Picture</span>
            </th>
            {columns.map(({ name, fill }) => (
              <th key={name} scope="col" className="num px-1 py-2 font-medium sm:px-2">
                <span className={`mr-1.5 hidden size-2 rounded-full sm:inline-block ${fill}`} aria-hidden />
                {name}
              </th>
            ))}
            <th scope="col" className="num hidden px-4 py-2 font-medium sm:table-cell sm:px-5">
              In all
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <Row key={row.name} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ row }: { readonly row: LedgerRow }) {
  return (
    <tr>
      <th scope="row" className="px-4 py-2 text-left font-normal sm:px-5">
        {row.name}
      </th>
      <td className="hidden px-2 py-2 lg:table-cell" aria-hidden>
        <div className="flex h-2 gap-px overflow-hidden rounded-full bg-sunken">
          {columns
            .filter(({ key }) => row[key] > 0)
            .map(({ key, fill }) => (
              <div key={key} className={`min-w-1 ${fill}`} style={{ flexGrow: row[key], flexBasis: 0 }} />
            ))}
        </div>
      </td>
      {columns.map(({ key, text }) => (
        <td key={key} className={`num px-1 py-2 sm:px-2 ${row[key] === 0 ? 'text-quiet' : `font-medium ${text}`}`}>
          {row[key] === 0 ? '–' : formatCount(row[key])}
        </td>
      ))}
      <td className="num hidden px-4 py-2 sm:table-cell sm:px-5">{formatCount(row.total)}</td>
    </tr>
  );
}

/** Imports of before the difference was counted have all their messages as changes. */
function rowsOf(coverage: Coverage): readonly LedgerRow[] {
  return kinds.map(([key, name]) => {
    const { inDocument: total, asWritten, withMessage, notImported: leftOut, noted = 0, changed } = coverage[key];
    return { name, total, asWritten, noted, changed: changed ?? withMessage, leftOut };
  });
}
