import type { ReimportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { reimportsQuery } from '../client/operator-queries.ts';
import { formatCount } from '../format/numbers.ts';
import { Ago } from '../parts/ago.tsx';
import { buttonClass } from '../parts/button.tsx';
import { Command, Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';
import { describeSelector } from './describe-run.ts';
import { RunStatus } from './outcome.tsx';
import { RunBar } from './run-bar.tsx';

const route = getRouteApi('/signed-in/reimports');

const columns: readonly Column<ReimportResource>[] = [
  { head: 'Status', className: 'w-30 sm:w-34', cell: ({ status }) => <RunStatus status={status} /> },
  { head: 'Selection', isRowHead: true, cell: (run) => <SelectionCell run={run} /> },
  {
    head: 'Progress',
    className: 'hidden w-48 md:table-cell',
    cell: (run) => (
      <div className="pt-1.5">
        <RunBar run={run} />
      </div>
    ),
  },
  {
    head: 'Failed',
    isNumber: true,
    className: 'hidden w-20 sm:table-cell',
    cell: ({ counts: { failed } }) => (
      <span className={failed === 0 ? 'text-quiet' : 'font-medium text-bad'}>
        {failed === 0 ? '–' : formatCount(failed)}
      </span>
    ),
  },
  {
    head: 'Versions',
    isNumber: true,
    className: 'hidden w-24 sm:table-cell',
    cell: ({ total }) => formatCount(total),
  },
  {
    head: 'Begun',
    isNumber: true,
    className: 'w-28 sm:w-32',
    cell: ({ createdAt }) => (
      <span className="text-quiet">
        <Ago time={createdAt} />
      </span>
    ),
  },
];

/** Bulk runs, newest first. */
export function RunsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery({ ...reimportsQuery({ ...search }), refetchInterval: 5_000 });
  return (
    <>
      <PageHead
        title="Bulk runs"
        actions={
          <Link to="/reimports/new" className={buttonClass('primary')}>
            <Plus size={16} aria-hidden />
            New bulk run
          </Link>
        }
      >
        Versions that are imported again from their stored documents
      </PageHead>
      {data === undefined && error === null && <Skeleton label="Loading bulk runs" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data?.reimports.length === 0 && (
        <Empty title="No bulk runs yet">
          <p>After an update of the importer, a bulk run brings every version up to date. Begin with a dry run:</p>
          <Command>npm run connectory -- reimport --all-latest --dry-run</Command>
        </Empty>
      )}
      {data !== undefined && data.reimports.length > 0 && (
        <>
          <Table label="Bulk runs" columns={columns} rows={data.reimports} keyOf={({ id }) => id} isLinked />
          <Pager page={data} noun="bulk run" onMove={(cursor) => void navigate({ search: cursor })} />
        </>
      )}
    </>
  );
}

function SelectionCell({ run }: { readonly run: ReimportResource }) {
  return (
    <>
      <Link
        to="/reimports/$reimportId"
        params={{ reimportId: run.id }}
        className="block font-medium wrap-anywhere after:absolute after:inset-0"
      >
        {describeSelector(run.selector)}
      </Link>
      <span className="flex flex-wrap items-center gap-2 text-sm text-quiet">
        {run.target === 'new-version' ? 'as new versions' : 'replacing drafts'}
        {run.dryRun && <Tag>Dry run</Tag>}
      </span>
    </>
  );
}
