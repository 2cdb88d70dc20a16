import type { ReimportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isUnderWay, systemQuery } from '../client/operator-queries.ts';
import { formatCount, formatMs } from '../format/numbers.ts';
import { formatSeconds } from './describe-run.ts';

/** How fast a run goes, when it stops by itself, and how long the imports of users wait meanwhile. */
export function RunFacts({ run }: { readonly run: ReimportResource }) {
  const { rate, secondsLeft, maxInFlight, canary, failureBudget, status } = run;
  const unpassed = status === 'finished' ? 'not needed' : 'not passed yet';
  return (
    <dl className="mt-4 grid grid-cols-2 gap-x-8 gap-y-3 sm:flex sm:flex-wrap">
      {isUnderWay(run) && (
        <>
          <Fact name="Rate">{rate === undefined ? '–' : `${rate.toFixed(1)} per second`}</Fact>
          <Fact name="Time left">{secondsLeft === undefined ? '–' : formatSeconds(secondsLeft)}</Fact>
        </>
      )}
      <Fact name="At a time">{formatCount(maxInFlight)}</Fact>
      {canary !== undefined && (
        <Fact name="Canary">
          first {formatCount(canary.count)}, {canary.passed ? 'passed' : unpassed}
        </Fact>
      )}
      {failureBudget !== undefined && <Budget run={run} budget={failureBudget} />}
      {isUnderWay(run) && <Interactive />}
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt className="text-sm text-quiet">{name}</dt>
      <dd className="tabular-nums">{children}</dd>
    </div>
  );
}

/** Above this share of the budget, the run is close to its end. */
const tight = 0.5;

/** The share of the failure budget that is used up, as a gauge. */
function Budget({ run: { counts, total }, budget }: { readonly run: ReimportResource; readonly budget: number }) {
  const percent = total === 0 ? 0 : (100 * counts.failed) / total;
  const used = budget === 0 ? (percent > 0 ? 1 : 0) : Math.min(1, percent / budget);
  const fill = used >= 1 ? 'bg-bad' : used >= tight ? 'bg-warn' : 'bg-accent';
  return (
    <Fact name="Failure budget">
      {percent.toFixed(1)} of {budget} %
      <span
        aria-hidden
        className="mt-1 flex h-1.5 w-28 overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line"
      >
        <span className={fill} style={{ width: `${100 * used}%` }} />
      </span>
    </Fact>
  );
}

/** The wait of imports that users have submitted: a run must not make them wait. */
function Interactive() {
  const { data } = useQuery(systemQuery);
  if (data === undefined) return <Fact name="Imports of users">–</Fact>;
  const { count, oldestSeconds } = data.interactive;
  return (
    <Fact name="Imports of users">
      {count === 0 ? 'none waits' : `${formatCount(count)} wait, oldest ${formatMs(oldestSeconds * 1_000)}`}
    </Fact>
  );
}
