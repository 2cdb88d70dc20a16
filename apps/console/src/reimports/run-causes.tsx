import type { ReimportCauses, ReimportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { reimportCausesQuery } from '../client/operator-queries.ts';
import { counted } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { listClass } from '../parts/list-row.tsx';
import { GroupRow } from './group-row.tsx';
import { Outcome } from './outcome.tsx';
import { RunChanges } from './run-changes.tsx';
import { useRunChange } from './use-run-change.ts';

type Cause = ReimportCauses['causes'][number];

/** Why items failed or were skipped, by cause, and what changed in the others, by rule. */
export function RunCauses({ run }: { readonly run: ReimportResource }) {
  const { pending, running } = run.counts;
  const ended = run.total - pending - running;
  const { data, error } = useQuery({ ...reimportCausesQuery(run.id, ended), enabled: ended > 0 });
  if (error !== null) return <FaultPanel error={error} />;
  return (
    <>
      {data !== undefined && data.causes.length > 0 && <Causes run={run} causes={data.causes} />}
      {data !== undefined && data.changes.length > 0 && <RunChanges run={run} changes={data.changes} />}
    </>
  );
}

/** Failed items can be retried by their cause. */
function Causes({ run, causes }: { readonly run: ReimportResource; readonly causes: readonly Cause[] }) {
  const retry = useRunChange(run.id);
  return (
    <section aria-labelledby="causes">
      <h2 id="causes" className="mb-3 text-lg font-semibold">
        Causes <span className="ml-1 font-normal text-quiet">{causes.length}</span>
      </h2>
      {retry.error !== null && <FaultPanel error={retry.error} />}
      <ul className={listClass}>
        {causes.map(({ code, outcome, items, sample }) => (
          <GroupRow
            key={`${code} ${outcome}`}
            lead={<Outcome name={outcome} />}
            title={<code className="font-mono text-sm font-medium">{code}</code>}
            text={sample.error?.message}
            sample={sample}
            counts={counted(items, 'version')}
            action={
              run.status !== 'cancelled' &&
              outcome === 'failed' && (
                <Button
                  disabled={retry.isPending}
                  onClick={() => retry.mutate({ verb: 'retry-failed', errorCode: code })}
                  aria-label={`Retry ${counted(items, 'version')}: ${code}`}
                >
                  Retry
                </Button>
              )
            }
          />
        ))}
      </ul>
    </section>
  );
}
