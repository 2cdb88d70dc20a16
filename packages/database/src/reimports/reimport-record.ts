import type { ReimportOutcome, ReimportStatus, ReimportTarget } from '../generated/enums.ts';
import type { ReimportItemModel as ItemRow, ReimportModel as ReimportRow } from '../generated/models.ts';
import { type ImportError, parseStored } from '../imports/import-record.ts';

/** Which versions a bulk re-import is for; what is absent does not narrow it. Versions without a document are never chosen. */
export interface ReimportSelector {
  readonly organisationIds?: readonly string[];
  readonly connectorIds?: readonly string[];
  /** `latest`: of each connector the version published last, or the newest one when none is published. */
  readonly versions: 'all' | 'latest' | 'drafts';
  /** Imported by an importer of a lesser version: numbers with dots between. */
  readonly importerVersionBelow?: string;
  /** RFC 3339. */
  readonly importedBefore?: string;
}

export interface Canary {
  /** So many items must have been imported before the rest begins. */
  readonly count: number;
  /** With more failures among them the run stops. */
  readonly maxFailures: number;
}

/** What an operator asks for. */
export interface ReimportPlan {
  readonly selector: ReimportSelector;
  readonly target: ReimportTarget;
  /** The name of a new version: `{version}`, `{importerVersion}` and `{date}` are replaced. */
  readonly versionTemplate: string;
  readonly dryRun: boolean;
  /** Documents that came from a URL are asked for again. */
  readonly refetch: boolean;
  /** Items that are imports at the same time, at most. */
  readonly maxInFlight: number;
  readonly canary: Canary | null;
  /** Percent of all items that may fail; null for all. */
  readonly failureBudget: number | null;
}

/** Why a run stopped by itself. */
export interface StopReason {
  readonly code: 'canary_failed' | 'failure_budget_exceeded';
  readonly message: string;
}

export interface ReimportState {
  readonly status: ReimportStatus;
  readonly canaryPassed: boolean;
  /** Failures that are no longer held against the run. */
  readonly failuresForgiven: number;
}

/** Items by outcome; they add up to the total whenever they are read, since each item has one. */
export type ReimportCounts = { readonly [Outcome in ReimportOutcome]: number };

export interface ReimportRecord extends ReimportPlan, ReimportState {
  readonly id: string;
  readonly reason: StopReason | null;
  /** Raised by every change that a client can see. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** A run and how far it is. */
export interface ReimportProgress extends ReimportRecord {
  readonly counts: ReimportCounts;
  readonly total: number;
  /** Items ended per second of late; null when none has. */
  readonly rate: number | null;
}

export interface ReimportItemRecord {
  readonly position: number;
  readonly organisationId: string;
  readonly connectorId: string;
  readonly versionId: string;
  readonly version: string;
  readonly targetVersion: string | null;
  readonly outcome: ReimportOutcome;
  readonly importId: string | null;
  /** JSON text. */
  readonly diffJson: string | null;
  readonly error: ImportError | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

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

export function toItemRecord(row: ItemRow): ReimportItemRecord {
  return {
    position: row.position,
    organisationId: row.organisationId,
    connectorId: row.connectorId,
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
