import {
  type EditsOption,
  type ImportError,
  parseStored,
  type ReimportItemRecord,
  type ReimportRecord,
  type ReimportSelector,
  type StopReason,
} from '@connectory/lifecycle';
import type { ReimportItemModel as ItemRow, ReimportModel as ReimportRow } from '../generated/models.ts';

export function toReimportRecord(row: ReimportRow): ReimportRecord {
  return {
    id: row.id,
    status: row.status,
    reason: row.reason === null ? null : parseStored<StopReason>(row.reason),
    selector: parseStored<ReimportSelector>(row.selector),
    target: row.target,
    versionTemplate: row.versionTemplate,
    dryRun: row.dryRun,
    refetch: row.refetch,
    edits: toEditsOption(row.edits),
    maxInFlight: row.maxInFlight,
    canary: row.canaryCount === null ? null : { count: row.canaryCount, maxFailures: row.canaryMaxFailures },
    canaryPassed: row.canaryPassed,
    failureBudget: row.failureBudget,
    failuresForgiven: row.failuresForgiven,
    revision: row.revision,
    createdAt: row.createdAt,
    finishedAt: row.finishedAt,
  };
}

function toEditsOption(value: string): EditsOption {
  return value === 'discard' || value === 'fail' ? value : 'keep';
}

export function toItemRecord(row: ItemRow, connectorName: string | null): ReimportItemRecord {
  return {
    position: row.position,
    organisationId: row.organisationId,
    connectorId: row.connectorId,
    connectorName,
    versionId: row.versionId,
    version: row.version,
    targetVersion: row.targetVersion,
    outcome: row.outcome,
    importId: row.importId,
    diffJson: row.diff,
    error: row.error === null ? null : parseStored<ImportError>(row.error),
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}
