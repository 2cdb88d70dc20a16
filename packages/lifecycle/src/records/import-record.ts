import type { DiffSummary } from '@connectory/diff';
import type { OperationFilter } from '@connectory/importer';
import type { EditsOption, EditsSummary } from '../edits/standing-edits.ts';
import type { CallbackRecord } from './callback-record.ts';
import type { OverlayTotals } from './overlay-record.ts';
import type { ImportStage, ImportStatus } from './states.ts';

/** Options of an import beyond format and version. */
export interface ImportRequestOptions {
  /** Any message of severity `error` fails the import. */
  readonly strict?: boolean;
  /** `replace` replaces a draft of the same name; the default is `fail`. A published version is never replaced. */
  readonly ifExists?: 'fail' | 'replace';
  /** The fate of edits by hand in a replaced draft. The default is `keep`. */
  readonly edits?: EditsOption;
  /** For a new version: the name of the version whose edits it takes over. */
  readonly editsFrom?: string;
  /** Does everything except writing the version: the result says what would change. */
  readonly dryRun?: boolean;
  /** The URL of the document. Relative server URLs in the document are resolved against it. */
  readonly schemaURL?: string;
  /** Selects the operations to import. */
  readonly include?: OperationFilter;
  readonly exclude?: OperationFilter;
  /** Path of the root document in an archive. */
  readonly root?: string;
  /** The id of the version to compare with, set by bulk re-imports. A replaced version takes precedence. */
  readonly diffAgainst?: string;
  /** Fetches the document again from `schemaURL`, set by bulk re-imports. By default they use the stored document. */
  readonly refetch?: boolean;
  /** SHA-256 of the overlays that were sent with the document, hexadecimal. */
  readonly overlays?: string;
  /** Their names, in order. */
  readonly overlayNames?: readonly string[];
  /** The name of a new connector; the default is the document's title. */
  readonly name?: string;
}

/** Match counts per key, plus added and removed, of the entities of a replaced version. */
export interface MatchAccount {
  readonly actions: OperationAccount;
  readonly triggers: OperationAccount;
  readonly definitions: {
    readonly name: number;
    readonly content: number;
    readonly added: number;
    readonly removed: number;
  };
}

export interface OperationAccount {
  readonly operationId: number;
  readonly methodAndPath: number;
  readonly name: number;
  readonly added: number;
  readonly removed: number;
}

/** Counts of a diff, and the name of the version it was compared with. */
export interface ImportDiffSummary extends DiffSummary {
  readonly against: string;
}

export interface ImportSummary {
  readonly actions: number;
  readonly triggers: number;
  readonly definitions: number;
  readonly messages: { readonly info: number; readonly warning: number; readonly error: number };
  /** How the actions of overlays ended. Set when there are any. */
  readonly overlays?: OverlayTotals;
  /** Set when a draft was replaced. */
  readonly matched?: MatchAccount;
  /** Changes against the replaced draft; for a dry run, the changes it would make. */
  readonly diff?: ImportDiffSummary;
  /** The fate of edits by hand; absent without any. */
  readonly edits?: EditsSummary;
  /** The version was already the same: no document was read and no version written. */
  readonly unchanged?: boolean;
}

/** Why an import failed: a stable code and a text for the user. */
export interface ImportError {
  readonly code: string;
  readonly message: string;
  readonly details?: string;
}

/** Milliseconds by stage. */
export type ImportTimings = { readonly [stage: string]: number };

/**
 * One import as stored, without its messages, which may be megabytes: see `readImportMessages`.
 * Fields ending in `Json` are JSON text, returned to clients as they are.
 */
export interface ImportRecord {
  readonly id: string;
  readonly organisationId: string;
  readonly connectorId: string;
  readonly createsConnector: boolean;
  readonly version: string | null;
  readonly versionId: string | null;
  readonly status: ImportStatus;
  readonly stage: ImportStage;
  readonly progress: { readonly done: number; readonly total: number };
  readonly attempts: number;
  /** Why the last attempt failed, for clients, and when a queued import is due again. */
  readonly lastFailure: { readonly message: string; readonly nextAttemptAt: Date } | null;
  /** The bulk re-import that it is part of. */
  readonly reimportId: string | null;
  /** Raised by every change that a client can see. */
  readonly revision: number;
  readonly document: {
    /** Hexadecimal. */
    readonly sha256: string;
    readonly bytes: number;
    readonly filename: string | null;
    readonly mediaType: string | null;
    /** The OpenAPI version that the document declares, once parsed. */
    readonly openapi: string | null;
  } | null;
  readonly options: ImportRequestOptions;
  readonly callback: CallbackRecord | null;
  readonly summary: ImportSummary | null;
  readonly coverageJson: string | null;
  readonly error: ImportError | null;
  readonly timings: ImportTimings;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}
