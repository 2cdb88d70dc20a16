import type { CallbackRecord } from '../callbacks/callbacks.ts';
import type { ImportStage, ImportStatus } from '../generated/enums.ts';
import type { ImportModel } from '../generated/models.ts';
import type { OperationFilter } from '@connectory/importer';
import type { MatchAccount } from '../versions/keep-ids.ts';
import type { ImportDiffSummary } from '../versions/plan-diff.ts';

/** What a client asked for beyond format and version. */
export interface ImportRequestOptions {
  /** Any message of severity `error` fails the import. */
  readonly strict?: boolean;
  /** What becomes of a draft of the same name; `fail` unless given. A published version is never replaced. */
  readonly ifExists?: 'fail' | 'replace';
  /** All is done but persisting: the import tells what it would have made. */
  readonly dryRun?: boolean;
  /** Where the document is fetched from; relative servers in it are meant against it. */
  readonly schemaURL?: string;
  /** Which operations of the document are imported. */
  readonly include?: OperationFilter;
  readonly exclude?: OperationFilter;
  /** The id of the version to compare with: of a bulk re-import, the one that it began with. The one replaced goes before it. */
  readonly diffAgainst?: string;
  /** Asks the host of a document that came from a URL for it again: for bulk re-imports, which are about stored ones otherwise. */
  readonly refetch?: boolean;
  /** What a new connector is called; the document's title otherwise. */
  readonly name?: string;
}

export interface ImportSummary {
  readonly actions: number;
  readonly triggers: number;
  readonly definitions: number;
  readonly messages: { readonly info: number; readonly warning: number; readonly error: number };
  /** What became of the entities of the draft that was replaced, when one was. */
  readonly matched?: MatchAccount;
  /** What changed against the draft that was replaced; what would change, of a dry run. */
  readonly diff?: ImportDiffSummary;
  /** The version was this already: nothing was read or written. */
  readonly unchanged?: boolean;
}

/** Why an import failed: a stable code and a text for its user. */
export interface ImportError {
  readonly code: string;
  readonly message: string;
  readonly details?: string;
}

/** Milliseconds spent, by stage. */
export type ImportTimings = { readonly [stage: string]: number };

/** One import as stored, but for its messages, which may be megabytes: see `readImportMessages`. Fields ending in `Json` are JSON text, to be given back as they are. */
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

export type ImportRow = Omit<ImportModel, 'messages'> & { document: { bytes: number } | null };

/** JSON that this package has written itself. */
export function parseStored<Value>(text: string): Value {
  return JSON.parse(text) as Value;
}

/** @param callback as far as it is known; of an import that has only just been made there is no more than its URL. */
export function toImportRecord(row: ImportRow, callback?: CallbackRecord): ImportRecord {
  return {
    id: row.id,
    organisationId: row.organisationId,
    connectorId: row.connectorId,
    createsConnector: row.createsConnector,
    version: row.version,
    versionId: row.versionId,
    status: row.status,
    stage: row.stage,
    progress: { done: row.progressDone, total: row.progressTotal },
    attempts: row.attempts,
    reimportId: row.reimportId,
    revision: row.revision,
    document:
      row.documentSha256 === null
        ? null
        : {
            sha256: Buffer.from(row.documentSha256).toString('hex'),
            bytes: row.document?.bytes ?? 0,
            filename: row.filename,
            mediaType: row.mediaType,
            openapi: row.openapi,
          },
    options: parseStored<ImportRequestOptions>(row.options),
    callback: callback ?? waitingCallback(row.callbackUrl),
    summary: row.summary === null ? null : parseStored<ImportSummary>(row.summary),
    coverageJson: row.coverage,
    error: row.error === null ? null : parseStored<ImportError>(row.error),
    timings: parseStored<ImportTimings>(row.timings),
    createdAt: row.createdAt,
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
  };
}

/** What there is to say of a callback while its import has not ended. */
export function waitingCallback(url: string | null): CallbackRecord | null {
  return url === null ? null : { url, status: 'waiting', attempts: [], nextAttemptAt: null };
}
