import type {
  ImportDiffSummary,
  ReimportCounts,
  ReimportItemRecord,
  ReimportOutcome,
  ReimportProgress,
} from '@connectory/lifecycle';
import { present } from '../http/present.ts';

/** A bulk re-import as the API shows it. */
export function presentReimport(run: ReimportProgress, baseUrl: string) {
  const self = `${baseUrl}/api/operator/v1/reimports/${run.id}`;
  const { canary } = run;
  return {
    id: run.id,
    status: run.status,
    ...present('reason', run.reason),
    selector: run.selector,
    target: onWire(run.target),
    ...present('versionTemplate', run.target === 'new_version' ? run.versionTemplate : null),
    dryRun: run.dryRun,
    refetch: run.refetch,
    maxInFlight: run.maxInFlight,
    ...present('canary', canary === null ? null : { ...canary, passed: run.canaryPassed }),
    ...present('failureBudget', run.failureBudget),
    total: run.total,
    counts: presentCounts(run.counts),
    ...present('rate', run.rate === null ? null : Math.round(run.rate * 100) / 100),
    ...present('secondsLeft', secondsLeft(run)),
    createdAt: run.createdAt.toISOString(),
    ...present('finishedAt', run.finishedAt?.toISOString() ?? null),
    links: { self, items: `${self}/items`, events: `${self}/events` },
  };
}

export function presentItem(item: ReimportItemRecord) {
  return {
    position: item.position,
    organisationId: item.organisationId,
    connectorId: item.connectorId,
    versionId: item.versionId,
    version: item.version,
    ...present('targetVersion', item.targetVersion),
    outcome: onWire(item.outcome),
    ...present('importId', item.importId),
    ...present('diff', item.diffJson === null ? null : parseDiff(item.diffJson)),
    ...present('error', item.error),
    ...present('startedAt', item.startedAt?.toISOString() ?? null),
    ...present('finishedAt', item.finishedAt?.toISOString() ?? null),
  };
}

function parseDiff(json: string): ImportDiffSummary {
  return JSON.parse(json);
}

/** The database's names have underscores where those of the API have hyphens. */
export function onWire(name: string): string {
  return name.replaceAll('_', '-');
}

function presentCounts(counts: ReimportCounts): { readonly [outcome: string]: number } {
  return Object.fromEntries(Object.entries(counts).map(([outcome, count]) => [onWire(outcome), count]));
}

function secondsLeft({ status, rate, counts }: ReimportProgress): number | null {
  if (status !== 'running' || rate === null) return null;
  return Math.round((counts.pending + counts.running) / rate);
}

/** @returns undefined when there is no such outcome. */
export function parseOutcome(text: string, outcomes: readonly ReimportOutcome[]): ReimportOutcome | undefined {
  return outcomes.find((outcome) => onWire(outcome) === text);
}
