import {
  type CallbackRecord,
  type ImportError,
  type ImportRecord,
  type ImportRequestOptions,
  type ImportSummary,
  type ImportTimings,
  parseStored,
  waitingCallback,
} from '@connectory/lifecycle';
import type { ImportModel } from '../generated/models.ts';

export type ImportRow = Omit<ImportModel, 'messages' | 'overlays'> & { document: { bytes: number } | null };

/** @param callback its notification, if the import has ended. */
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
    lastFailure: row.lastFailure === null ? null : { message: row.lastFailure, nextAttemptAt: row.dueAt },
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

/** The fields that the column defaults set. The caller adds the others, so that it need not read a new import again. */
export const newImport = {
  versionId: null,
  status: 'queued',
  stage: 'queued',
  progress: { done: 0, total: 0 },
  attempts: 0,
  lastFailure: null,
  reimportId: null,
  revision: 0,
  summary: null,
  coverageJson: null,
  error: null,
  timings: {},
  startedAt: null,
  finishedAt: null,
} as const;
