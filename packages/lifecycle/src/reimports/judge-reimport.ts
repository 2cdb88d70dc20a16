import type { ReimportCounts, ReimportPlan, ReimportState, StopReason } from '../records/reimport-record.ts';

/** The next step of a running re-import. */
export type ReimportVerdict =
  /** Begin up to `room` items; with 0 wait for those in flight. */
  | { readonly verdict: 'go'; readonly room: number; readonly canaryPassed: boolean }
  | { readonly verdict: 'stop'; readonly reason: StopReason }
  | { readonly verdict: 'finish' };

type JudgedRun = Pick<ReimportPlan, 'maxInFlight' | 'canary' | 'failureBudget'> &
  Pick<ReimportState, 'canaryPassed' | 'failuresForgiven'>;

/**
 * Decides the next step by the counts alone. The failure budget is a share of all items, not of the items ended so far: a single failure
 * at the start does not stop the run.
 */
export function judgeReimport(run: JudgedRun, counts: ReimportCounts): ReimportVerdict {
  const reason = findStopReason(run, counts);
  if (reason !== undefined) return { verdict: 'stop', reason };
  if (counts.pending + counts.running === 0) return { verdict: 'finish' };
  const free = run.maxInFlight - counts.running;
  const canary = run.canaryPassed ? null : run.canary;
  if (canary === null) return { verdict: 'go', room: Math.max(free, 0), canaryPassed: run.canaryPassed };
  // Unchanged and skipped items do not count: the importer has not run for them.
  const tried = counts.replaced + counts.created + counts.merged + counts.would_change + counts.failed;
  if (tried >= canary.count && counts.running === 0)
    return { verdict: 'go', room: Math.max(free, 0), canaryPassed: true };
  const left = canary.count - tried - counts.running;
  return { verdict: 'go', room: Math.max(Math.min(free, left), 0), canaryPassed: false };
}

function findStopReason(run: JudgedRun, counts: ReimportCounts): StopReason | undefined {
  const failures = counts.failed - run.failuresForgiven;
  const canary = run.canaryPassed ? null : run.canary;
  if (canary !== null && failures > canary.maxFailures) {
    const message = `${failures} of the first ${canary.count} failed, and ${canary.maxFailures} may: the rest was not begun.`;
    return { code: 'canary_failed', message };
  }
  const total = totalOf(counts);
  if (run.failureBudget !== null && failures * 100 > total * run.failureBudget) {
    const message = `${failures} of ${total} failed, more than the ${run.failureBudget} % that may.`;
    return { code: 'failure_budget_exceeded', message };
  }
  return undefined;
}

export function totalOf(counts: ReimportCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
