import type { ImportRecord } from '@connectory/lifecycle';
import { present } from '../http/present.ts';

/** Seconds after which a client may look for progress. */
export const pollSeconds = 1;

/** An import as the API shows it; JSON texts are put in as they were stored. */
export function presentImport(record: ImportRecord, baseUrl: string) {
  const self = `${baseUrl}/api/connect/v1/o/${record.organisationId}/imports/${record.id}`;
  return {
    id: record.id,
    organisationId: record.organisationId,
    connectorId: record.connectorId,
    ...present('version', record.version),
    ...present('versionId', record.versionId),
    ...present('schemaURL', record.options.schemaURL ?? null),
    ...present('dryRun', record.options.dryRun === true ? true : null),
    ...present('reimportId', record.reimportId),
    status: record.status,
    stage: record.stage,
    progress: record.progress,
    attempts: record.attempts,
    ...present('document', record.document === null ? null : presentDocument(record.document)),
    ...present('summary', record.summary),
    ...present('coverage', record.coverageJson === null ? null : parseStored(record.coverageJson)),
    ...present('error', record.error),
    ...present('callback', record.callback === null ? null : presentCallback(record.callback)),
    timings: record.timings,
    createdAt: record.createdAt.toISOString(),
    ...present('startedAt', record.startedAt?.toISOString() ?? null),
    ...present('finishedAt', record.finishedAt?.toISOString() ?? null),
    links: { self, result: `${self}/result`, events: `${self}/events`, document: `${self}/document` },
  };
}

function presentDocument(document: NonNullable<ImportRecord['document']>) {
  const { sha256, bytes, filename, mediaType, openapi } = document;
  return {
    sha256,
    bytes,
    ...present('filename', filename),
    ...present('mediaType', mediaType),
    ...present('openapi', openapi),
  };
}

function presentCallback({ url, status, attempts, nextAttemptAt }: NonNullable<ImportRecord['callback']>) {
  return { url, status, attempts, ...present('nextAttemptAt', nextAttemptAt?.toISOString() ?? null) };
}

function parseStored(text: string): unknown {
  return JSON.parse(text);
}

/** A strong validator: the revision is raised by every change that a client can see. */
export function importEtag(record: ImportRecord): string {
  return `"${record.id}-${record.revision}"`;
}

/** A failed or cancelled import as the contract's ImportHTTPConnectorError, JSON text. @param messagesJson its messages, JSON text. */
export function presentImportError(record: ImportRecord, messagesJson: string): string {
  const fallback = { code: `import_${record.status}`, message: `The import was ${record.status}.` };
  const error = record.error ?? fallback;
  return `${JSON.stringify(error).slice(0, -1)},"messages":${messagesJson}}`;
}
