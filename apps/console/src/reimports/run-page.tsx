import type { ReimportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { reimportQuery } from '../client/operator-queries.ts';
import { Ago } from '../parts/ago.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Tag } from '../parts/tag.tsx';
import { describeRun, describeSelector } from './describe-run.ts';
import { RunStatus } from './outcome.tsx';
import { RunActions } from './run-actions.tsx';
import { RunBar } from './run-bar.tsx';
import { RunCauses } from './run-causes.tsx';
import { RunFacts } from './run-facts.tsx';
import { RunItems } from './run-items.tsx';
import { WaysOn } from './ways-on.tsx';

const route = getRouteApi('/signed-in/reimports/$reimportId');

const above = (
  <Link to="/reimports" className="link">
    Bulk runs
  </Link>
);

/** One bulk run: its progress, the causes of failures, and its items. */
export function RunPage() {
  const { reimportId } = route.useParams();
  const { data: run, error, refetch } = useQuery(reimportQuery(reimportId));
  if (run === undefined)
    return (
      <>
        <PageHead title="Bulk run" above={above} />
        {error === null ? (
          <Skeleton label="Loading the bulk run" />
        ) : (
          <FaultPanel error={error} onRetry={() => void refetch()} />
        )}
      </>
    );
  return (
    <>
      <PageHead title={describeSelector(run.selector)} above={above} actions={<RunActions run={run} />}>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <RunStatus status={run.status} />
          {run.dryRun && <Tag>Dry run</Tag>}
          <span>{run.target === 'new-version' ? 'as new versions' : 'replacing drafts'}</span>
          <span>
            begun <Ago time={run.createdAt} />
          </span>
        </div>
      </PageHead>
      <div className="flex flex-col gap-6">
        <Progress run={run} />
        <RunCauses run={run} />
        <RunItems run={run} />
      </div>
    </>
  );
}

function Progress({ run }: { readonly run: ReimportResource }) {
  return (
    <section aria-label="Progress" className="card p-4 sm:p-5">
      <p aria-live="polite" className="mb-3 text-lg font-medium wrap-anywhere" data-run={run.status}>
        {describeRun(run)}
      </p>
      <RunBar run={run} />
      <RunFacts run={run} />
      {run.status === 'stopped' && <WaysOn run={run} />}
    </section>
  );
}
