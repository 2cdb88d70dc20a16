import type { Limits } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { limitsQuery } from '../client/operator-queries.ts';
import { formatBytes, formatCount } from '../format/numbers.ts';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';

interface LimitRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly setting: string;
  readonly used?: number | undefined;
}

const columns: readonly Column<LimitRow>[] = [
  { head: 'Limit', isRowHead: true, className: 'wrap-anywhere', cell: ({ name }) => inWords(name) },
  { head: 'Value', isNumber: true, className: 'w-40 pr-4! sm:w-64', cell: (row) => amount(row.value, row.unit) },
  {
    head: 'Setting',
    className: 'hidden w-2/5 pl-4! sm:table-cell',
    cell: ({ setting }) => <code className="font-mono text-sm text-quiet">{setting === '' ? 'fixed' : setting}</code>,
  },
];

const quotaColumns: readonly Column<LimitRow>[] = [
  { head: 'Quota', isRowHead: true, cell: ({ name }) => inWords(name) },
  {
    head: 'Used',
    isNumber: true,
    className: 'w-28 sm:w-44',
    cell: ({ used, unit }) => (used === undefined ? '–' : amount(used, unit)),
  },
  {
    head: 'Allowed',
    isNumber: true,
    className: 'w-28 sm:w-44',
    cell: ({ value, unit }) => (value === 0 ? 'no limit' : amount(value, unit)),
  },
];

/** The use of the organisation, and all limits in force. */
export function LimitsPage() {
  const { data, error, refetch } = useQuery(limitsQuery);
  return (
    <>
      <PageHead title="Limits">All limits in force, and the settings that change them</PageHead>
      {data === undefined && error === null && <Skeleton rows={10} label="Loading limits" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <div className="flex flex-col gap-6">
          {data.quotas !== undefined && (
            <Table
              label="Quotas"
              columns={quotaColumns}
              rows={Object.entries(data.quotas).map(([name, quota]) => ({ name, ...quota }))}
              keyOf={({ name }) => name}
              isDense
            />
          )}
          <Table label="Limits" columns={columns} rows={rowsOf(data)} keyOf={({ name }) => name} isDense />
        </div>
      )}
    </>
  );
}

function rowsOf({ quotas: _quotas, ...limits }: Limits): readonly LimitRow[] {
  return Object.entries(limits).flatMap(([name, limit]) => (limit === undefined ? [] : [{ name, ...limit }]));
}

function amount(value: number, unit: string): string {
  return unit === 'bytes' ? formatBytes(value) : `${formatCount(value)} ${unit}`;
}

/** `uploadBytes` as `Upload bytes`. */
function inWords(name: string): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  const spelt = words.replace('json', 'JSON').replace(/\burl\b/, 'URL');
  return spelt.charAt(0).toUpperCase() + spelt.slice(1);
}
