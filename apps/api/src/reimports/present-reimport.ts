import type { ImportDiffSummary, ReimportCauses, ReimportItem, ReimportResource } from '@connectory/contract';
import type { ReimportCause, ReimportChanges } from '@connectory/database';
import { type ReimportItemRecord, type ReimportOutcome, type ReimportProgress } from '@connectory/lifecycle';
import { causeOf, presentStoredError } from '../imports/present-import.ts';

type WireOutcome = ReimportItem['outcome'];

/** A bulk re-import as the API sends it. Fields that are undefined are not part of the JSON. */
export function presentReimport(run: ReimportProgress, baseUrl: string): ReimportResource {
  const self = `${baseUrl}/api/operator/v1/reimports/${run.id}`;
  return {
    id: run.id,
    status: run.status,
    reason: run.reason === null ? undefined : { code: run.reason.code, message: run.reason.message },
    selector: presentSelector(run.selector),
    target: run.target === 'new_version' ? 'new-version' : 'replace-drafts',
    versionTemplate: run.target === 'new_version' ? run.versionTemplate : undefined,
    dryRun: run.dryRun,
    refetch: run.refetch,
    edits: run.edits,
    maxInFlight: run.maxInFlight,
    canary: presentCanary(run),
    failureBudget: run.failureBudget ?? undefined,
    total: run.total,
    counts: presentCounts(run.counts),
    rate: run.rate === null ? undefined : Math.round(run.rate * 100) / 100,
    secondsLeft: estimateSecondsLeft(run),
    createdAt: run.createdAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString(),
    links: {
      self,
      items: `${self}/items`,
      events: `${self}/events`,
      console: `${baseUrl}/console/reimports/${run.id}`,
    },
  };
}

function presentSelector(selector: ReimportProgress['selector']): ReimportResource['selector'] {
  const { organisationIds, connectorIds, versions, importerVersionBelow, importedBefore } = selector;
  return { organisationIds, connectorIds, versions, importerVersionBelow, importedBefore };
}

function presentCanary({ canary, canaryPassed }: ReimportProgress): ReimportResource['canary'] {
  if (canary === null) return undefined;
  return { count: canary.count, maxFailures: canary.maxFailures, passed: canaryPassed };
}

/** An item of a bulk re-import as the API sends it. */
export function presentItem(item: ReimportItemRecord): ReimportItem {
  return {
    position: item.position,
    organisationId: item.organisationId,
    connectorId: item.connectorId,
    connectorName: item.connectorName ?? undefined,
    versionId: item.versionId,
    version: item.version,
    targetVersion: item.targetVersion ?? undefined,
    outcome: presentOutcome(item.outcome),
    importId: item.importId ?? undefined,
    diff: item.diffJson === null ? undefined : parseDiff(item.diffJson),
    error: item.error === null ? undefined : presentStoredError(item.error),
    startedAt: item.startedAt?.toISOString(),
    finishedAt: item.finishedAt?.toISOString(),
  };
}

function parseDiff(json: string): ImportDiffSummary {
  return JSON.parse(json);
}

/** Names with underscores in the database have hyphens on the wire. */
function presentOutcome(outcome: ReimportOutcome): WireOutcome {
  return outcome === 'would_change' ? 'would-change' : outcome;
}

function presentCounts(counts: ReimportProgress['counts']): ReimportResource['counts'] {
  const { would_change: wouldChange, ...others } = counts;
  return { ...others, 'would-change': wouldChange };
}

function estimateSecondsLeft({ status, rate, counts }: ReimportProgress): number | undefined {
  if (status !== 'running' || rate === null) return undefined;
  return Math.round((counts.pending + counts.running) / rate);
}

export function toOutcome(outcome: WireOutcome): ReimportOutcome {
  return outcome === 'would-change' ? 'would_change' : outcome;
}

/** Items with the same error code, as the API sends them. */
export function presentCause({ code, outcome, items, sample }: ReimportCause): ReimportCauses['causes'][number] {
  return { code, cause: causeOf(code), outcome: presentOutcome(outcome), items, sample: presentItem(sample) };
}

/** Changes of items by rule, as the API sends them. */
export function presentChanges({ sample, ...changes }: ReimportChanges): ReimportCauses['changes'][number] {
  return { ...changes, sample: presentItem(sample) };
}
