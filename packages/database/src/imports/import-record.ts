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

export type ImportRow = Omit<ImportModel, 'messages'> & { document: { bytes: number } | null };

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
