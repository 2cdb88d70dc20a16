import type { ReimportCauses, ReimportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { reimportCausesQuery } from '../client/operator-queries.ts';
import { counted } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Outcome } from './outcome.tsx';
import { useRunChange } from './use-run-change.ts';

type Cause = ReimportCauses['causes'][number];

/** Why items failed or were skipped, by cause, each with a sample. Failed ones can be retried by their cause. */
export function RunCauses({ run }: { readonly run: ReimportResource }) {
  const { failed, skipped } = run.counts;
  const troubled = failed + skipped;
  const { data, error } = useQuery({ ...reimportCausesQuery(run.id, troubled), enabled: troubled > 0 });
  const retry = useRunChange(run.id);
  if (troubled === 0) return null;
  return (
    <section aria-labelledby="causes">
      <h2 id="causes" className="mb-3 text-lg font-semibold">
        Causes {data !== undefined && <span className="ml-1 font-normal text-quiet">{data.causes.length}</span>}
      </h2>
      {error !== null && <FaultPanel error={error} />}
      {retry.error !== null && <FaultPanel error={retry.error} />}
      <ul className="card divide-y divide-line overflow-hidden">
        {data?.causes.map((cause) => (
          <CauseRow
            key={`${cause.code} ${cause.outcome}`}
            cause={cause}
            isDisabled={retry.isPending}
            onRetry={
              run.status === 'cancelled' || cause.outcome !== 'failed'
                ? undefined
                : () => retry.mutate({ verb: 'retry-failed', errorCode: cause.code })
            }
          />
        ))}
      </ul>
    </section>
  );
}

interface CauseRowProps {
  readonly cause: Cause;
  readonly isDisabled: boolean;
  /** Undefined where its items cannot be retried. */
  readonly onRetry: (() => void) | undefined;
}

function CauseRow({ cause: { code, outcome, items, sample }, isDisabled, onRetry }: CauseRowProps) {
  const name = sample.connectorName ?? sample.connectorId;
  return (
    <li className="flex flex-col gap-x-4 gap-y-1 px-4 py-3 sm:px-5 md:flex-row">
      <span className="w-32 shrink-0">
        <Outcome name={outcome} />
      </span>
      <span className="min-w-0 flex-1">
        <code className="block font-mono text-sm font-medium wrap-anywhere">{code}</code>
        <span className="block wrap-anywhere text-quiet">{sample.error?.message}</span>
        <span className="block text-sm text-quiet">
          for example{' '}
          {sample.importId === undefined ? (
            name
          ) : (
            <Link to="/imports/$importId" params={{ importId: sample.importId }} className="link wrap-anywhere">
              {name} {sample.version}
            </Link>
          )}
        </span>
      </span>
      <span className="flex shrink-0 items-start gap-4 max-md:mt-1 max-md:justify-between">
        <span className="text-sm text-quiet tabular-nums">{counted(items, 'version')}</span>
        {onRetry !== undefined && (
          <Button disabled={isDisabled} onClick={onRetry} aria-label={`Retry ${counted(items, 'version')}: ${code}`}>
            Retry
          </Button>
        )}
      </span>
    </li>
  );
}
