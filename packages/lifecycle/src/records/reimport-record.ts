import type { EditsOption } from '../edits/standing-edits.ts';
import type { StopCode } from '../messages/reimport-reasons.ts';
import type { ImportError } from './import-record.ts';
import type { ReimportOutcome, ReimportStatus, ReimportTarget } from './states.ts';

/** Which versions a bulk re-import selects. An absent field does not narrow it. Versions without a document are never selected. */
export interface ReimportSelector {
  readonly organisationIds?: readonly string[];
  readonly connectorIds?: readonly string[];
  /** `latest` selects for each connector the version published last, or the newest one when none is published. */
  readonly versions: 'all' | 'latest' | 'drafts';
  /** Selects versions made by an older importer: numbers separated by dots. */
  readonly importerVersionBelow?: string;
  /** RFC 3339. */
  readonly importedBefore?: string;
}

export interface Canary {
  /** The number of items that must have been imported before the others begin. */
  readonly count: number;
  /** More failures among them stop the run. */
  readonly maxFailures: number;
}

/** The request of an operator. */
export interface ReimportPlan {
  readonly selector: ReimportSelector;
  readonly target: ReimportTarget;
  /** The name of a new version, in which `{version}`, `{importerVersion}` and `{date}` are replaced. */
  readonly versionTemplate: string;
  readonly dryRun: boolean;
  /** Fetches documents again that came from a URL. */
  readonly refetch: boolean;
  /** The fate of edits by hand. A new version takes over those of its version with `keep`. */
  readonly edits: EditsOption;
  /** Maximum number of items whose import is under way. */
  readonly maxInFlight: number;
  readonly canary: Canary | null;
  /** Percentage of all items that may fail; null for no limit. */
  readonly failureBudget: number | null;
}

/** Why a run stopped by itself. */
export interface StopReason {
  readonly code: StopCode;
  readonly message: string;
}

export interface ReimportState {
  readonly status: ReimportStatus;
  readonly canaryPassed: boolean;
  /** Failures that an operator has accepted by resuming the run. They no longer count. */
  readonly failuresForgiven: number;
}

/** Number of items by outcome. Each item has one outcome, so the counts always add up to the total. */
export type ReimportCounts = { readonly [Outcome in ReimportOutcome]: number };

export interface ReimportRecord extends ReimportPlan, ReimportState {
  readonly id: string;
  readonly reason: StopReason | null;
  /** Raised by every change that a client can see. */
  readonly revision: number;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

/** A run and its progress. */
export interface ReimportProgress extends ReimportRecord {
  readonly counts: ReimportCounts;
  readonly total: number;
  /** Items ended per second during the last minute; null when none has. */
  readonly rate: number | null;
}

export interface ReimportItemRecord {
  readonly position: number;
  readonly organisationId: string;
  readonly connectorId: string;
  /** Null if it was deleted. */
  readonly connectorName: string | null;
  readonly versionId: string;
  readonly version: string;
  /** The version that is made or replaced, once the item has begun. */
  readonly targetVersion: string | null;
  readonly outcome: ReimportOutcome;
  readonly importId: string | null;
  /** JSON text. */
  readonly diffJson: string | null;
  readonly error: ImportError | null;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}
