import type { ReimportItem, ReimportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { isUnderWay, reimportItemsQuery, reimportItemsPath } from '../client/operator-queries.ts';
import { download } from '../client/download.ts';
import { formatCount } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { Chips } from '../parts/chips.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Pager } from '../parts/pager.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Outcome, outcomes, outcomeWord } from './outcome.tsx';

const route = getRouteApi('/signed-in/reimports/$reimportId');

const columns: readonly Column<ReimportItem>[] = [
  { head: 'Outcome', className: 'w-36 sm:w-44', cell: ({ outcome }) => <Outcome name={outcome} /> },
  { head: 'Connector', isRowHead: true, cell: (item) => <ItemCell item={item} /> },
  {
    head: 'Version',
    className: 'hidden w-44 truncate sm:table-cell',
    cell: ({ version, targetVersion }) => (
      <span className="text-quiet">
        {targetVersion === undefined || targetVersion === version ? version : `${version} → ${targetVersion}`}
      </span>
    ),
  },
  {
    head: 'Result',
    className: 'hidden w-64 truncate lg:table-cell',
    cell: (item) => <span className="text-quiet">{resultOf(item)}</span>,
  },
];

/** The items of a run, by outcome. Filter and page are in the address. */
export function RunItems({ run }: { readonly run: ReimportResource }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery({
    ...reimportItemsQuery(run.id, { ...search }),
    refetchInterval: isUnderWay(run) ? 3_000 : false,
  });
  const exportAs = (type: 'text/csv' | 'application/x-ndjson', extension: string): void =>
    void download(reimportItemsPath(run.id), {
      query: { outcome: search.outcome },
      type,
      name: `bulk-run-${run.id}.${extension}`,
    });
  return (
    <section aria-labelledby="items">
      <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
        <h2 id="items" className="text-lg font-semibold">
          Versions <span className="ml-1 font-normal text-quiet">{formatCount(run.total)}</span>
        </h2>
        <span className="flex gap-2">
          <Button onClick={() => exportAs('text/csv', 'csv')}>CSV</Button>
          <Button onClick={() => exportAs('application/x-ndjson', 'jsonl')}>JSON Lines</Button>
        </span>
      </div>
      <Chips
        label="Outcome"
        choices={outcomes.filter((name) => run.counts[name] > 0 || search.outcome?.includes(name) === true)}
        wordOf={(name) => `${outcomeWord(name)} ${formatCount(run.counts[name])}`}
        chosen={search.outcome ?? []}
        onChange={(chosen) =>
          void navigate({ search: chosen.length === 0 ? {} : { outcome: chosen }, resetScroll: false })
        }
      />
      {data === undefined && error === null && <Skeleton label="Loading versions" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="card p-4 text-quiet">No version has such an outcome.</p>}
      {data !== undefined && data.items.length > 0 && (
        <>
          <Table label="Versions" columns={columns} rows={data.items} keyOf={({ position }) => String(position)} />
          <Pager
            page={data}
            noun="version"
            words={['Previous', 'Next']}
            onMove={(cursor) =>
              void navigate({
                search: { ...(search.outcome === undefined ? {} : { outcome: search.outcome }), ...cursor },
                resetScroll: false,
              })
            }
          />
        </>
      )}
    </section>
  );
}

function ItemCell({ item: { importId, connectorName, connectorId, version } }: { readonly item: ReimportItem }) {
  const name = connectorName ?? connectorId;
  return (
    <>
      {importId === undefined ? (
        <span className="block truncate font-medium">{name}</span>
      ) : (
        <Link to="/imports/$importId" params={{ importId }} className="block truncate font-medium hover:underline">
          {name}
        </Link>
      )}
      <span className="block truncate text-sm text-quiet sm:hidden">{version}</span>
    </>
  );
}

function resultOf({ error, diff }: ReimportItem): string {
  if (error !== undefined) return error.code;
  if (diff === undefined) return '–';
  return `${formatCount(diff.breaking)} breaking, ${formatCount(diff.nonBreaking)} non-breaking`;
}
