import type { ReimportCounts, ReimportPlan, ReimportState, StopReason } from './reimport-record.ts';

/** What a running re-import is to do next. */
export type ReimportVerdict =
  /** Begin up to `room` items; 0 to wait for those in flight. */
  | { readonly verdict: 'go'; readonly room: number; readonly canaryPassed: boolean }
  | { readonly verdict: 'stop'; readonly reason: StopReason }
  | { readonly verdict: 'finish' };

type Judged = Pick<ReimportPlan, 'maxInFlight' | 'canary' | 'failureBudget'> &
  Pick<ReimportState, 'canaryPassed' | 'failuresForgiven'>;

/**
 * Decides by the counts alone. The failure budget is a share of all items, not of those ended so far: one failure at the start is no
 * alarm, and what is over the budget once stays over it.
 */
export function judgeReimport(run: Judged, counts: ReimportCounts): ReimportVerdict {
  const failures = counts.failed - run.failuresForgiven;
  const canary = run.canaryPassed ? null : run.canary;
  if (canary !== null && failures > canary.maxFailures) {
    const message = `${failures} of the first ${canary.count} failed, and ${canary.maxFailures} may: the rest was not begun.`;
    return { verdict: 'stop', reason: { code: 'canary_failed', message } };
  }
  const total = totalOf(counts);
  if (run.failureBudget !== null && failures * 100 > total * run.failureBudget) {
    const message = `${failures} of ${total} failed, more than the ${run.failureBudget} % that may.`;
    return { verdict: 'stop', reason: { code: 'failure_budget_exceeded', message } };
  }
  if (counts.pending + counts.running === 0) return { verdict: 'finish' };
  const free = run.maxInFlight - counts.running;
  if (canary === null) return { verdict: 'go', room: Math.max(free, 0), canaryPassed: run.canaryPassed };
  const tried = counts.replaced + counts.created + counts.would_change + counts.failed;
  // What was found unchanged or skipped has not tried the importer: it is no part of the canary.
  if (tried >= canary.count && counts.running === 0)
    return { verdict: 'go', room: Math.max(free, 0), canaryPassed: true };
  const left = canary.count - tried - counts.running;
  return { verdict: 'go', room: Math.max(Math.min(free, left), 0), canaryPassed: false };
}

export function totalOf(counts: ReimportCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
