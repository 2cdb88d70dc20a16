import type { ReimportItem, ReimportResource } from '@connectory/client';
import { getRouteApi } from '@tanstack/react-router';
import { reimportItemsPath } from '../client/operator-queries.ts';
import { download } from '../client/download.ts';
import { counted, formatCount } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { Chips } from '../parts/chips.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { rowLinkClass } from '../parts/list-row.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import type { Column } from '../parts/table.tsx';
import { VirtualTable } from '../parts/virtual-table.tsx';
import { ItemLink } from './item-link.tsx';
import { Outcome, type OutcomeName, outcomes, outcomeWord } from './outcome.tsx';
import { useItems } from './use-items.ts';

const route = getRouteApi('/signed-in/reimports/$reimportId');

const columns: readonly Column<ReimportItem>[] = [
  { head: 'Outcome', className: 'w-36 sm:w-44', cell: ({ outcome }) => <OutcomeCell name={outcome} /> },
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
    className: 'hidden w-80 truncate lg:table-cell',
    cell: (item) => <span className="text-quiet">{resultOf(item)}</span>,
  },
];

/** The items of a run, by outcome. The filter is in the address. */
export function RunItems({ run }: { readonly run: ReimportResource }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { items, error, refetch, count, reach } = useItems(run, search.outcome);
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
      {items === undefined && error === null && <Skeleton label="Loading versions" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {items?.length === 0 && <p className="card p-4 text-quiet">No version has such an outcome.</p>}
      {items !== undefined && items.length > 0 && (
        <VirtualTable
          key={search.outcome?.join(' ')}
          label="Versions"
          columns={columns}
          count={count}
          rowAt={(index) => items[index]}
          isLinked={({ importId }) => importId !== undefined}
          onReach={reach}
        />
      )}
    </section>
  );
}

/** In the middle of its line, as the texts beside it. */
function OutcomeCell({ name }: { readonly name: OutcomeName }) {
  return (
    <span className="flex">
      <Outcome name={name} />
    </span>
  );
}

function ItemCell({ item }: { readonly item: ReimportItem }) {
  return (
    <>
      <ItemLink item={item} className={rowLinkClass}>
        <span className="block truncate font-medium">{item.connectorName ?? item.connectorId}</span>
      </ItemLink>
      <span className="block truncate text-sm leading-4.5 text-quiet sm:hidden">{item.version}</span>
    </>
  );
}

function resultOf({ error, diff }: ReimportItem): string {
  if (error !== undefined) return error.code;
  if (diff === undefined) return '–';
  const { breaking, nonBreaking, annotation } = diff;
  const counts = [
    ...(breaking > 0 ? [`${formatCount(breaking)} breaking`] : []),
    ...(nonBreaking > 0 ? [`${formatCount(nonBreaking)} non-breaking`] : []),
    ...(annotation > 0 ? [counted(annotation, 'annotation')] : []),
  ];
  return counts.length === 0 ? 'no changes' : counts.join(', ');
}
