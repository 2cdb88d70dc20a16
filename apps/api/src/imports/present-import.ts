import {
  type Coverage,
  type FailureCause,
  importFailures,
  type ImportResource,
  type ImportSummary,
} from '@connectory/contract';
import { consolePage } from '../http/console-page.ts';
import type { ImportRecord } from '@connectory/lifecycle';

/** Seconds that clients should wait between two polls. */
export const pollSeconds = 1;

/** An import as the API sends it. Fields that are undefined are not part of the JSON. */
export function presentImport(record: ImportRecord, baseUrl: string): ImportResource {
  const self = `${baseUrl}/api/connect/v1/o/${record.organisationId}/imports/${record.id}`;
  return {
    id: record.id,
    organisationId: record.organisationId,
    connectorId: record.connectorId,
    version: record.version ?? undefined,
    versionId: record.versionId ?? undefined,
    schemaURL: record.options.schemaURL,
    metadata: presentMetadata(record.options),
    overlays: record.options.overlayNames,
    dryRun: record.options.dryRun === true ? true : undefined,
    reimportId: record.reimportId ?? undefined,
    status: record.status,
    stage: record.stage,
    progress: { done: record.progress.done, total: record.progress.total },
    attempts: record.attempts,
    lastFailure: presentFailure(record),
    document: record.document === null ? undefined : presentDocument(record.document),
    summary: record.summary === null ? undefined : presentSummary(record.summary),
    coverage: record.coverageJson === null ? undefined : parseCoverage(record.coverageJson),
    error: record.error === null ? undefined : presentStoredError(record.error),
    callback: record.callback === null ? undefined : presentNotification(record.callback),
    timings: record.timings,
    createdAt: record.createdAt.toISOString(),
    startedAt: record.startedAt?.toISOString(),
    finishedAt: record.finishedAt?.toISOString(),
    links: {
      self,
      result: `${self}/result`,
      events: `${self}/events`,
      document: `${self}/document`,
      console: consolePage(baseUrl, record.organisationId, 'imports', record.id),
    },
  };
}

/** The members of the metadata that a client sent. Those of bulk re-imports are not among them. */
function presentMetadata(options: ImportRecord['options']): ImportResource['metadata'] {
  const { name, strict, ifExists, edits, editsFrom, include, exclude, root } = options;
  const metadata = { name, strict, ifExists, edits, editsFrom, include, exclude, root };
  return Object.values(metadata).some((value) => value !== undefined) ? metadata : undefined;
}

/** Why an import waits again. The next attempt of a running import is not known. */
function presentFailure({ lastFailure, status }: ImportRecord): ImportResource['lastFailure'] {
  if (lastFailure === null || (status !== 'queued' && status !== 'running')) return undefined;
  const { message, nextAttemptAt } = lastFailure;
  return { message, nextAttemptAt: status === 'queued' ? nextAttemptAt.toISOString() : undefined };
}

function presentDocument(document: NonNullable<ImportRecord['document']>): ImportResource['document'] {
  const { sha256, bytes, filename, mediaType, openapi } = document;
  return {
    sha256,
    bytes,
    filename: filename ?? undefined,
    mediaType: mediaType ?? undefined,
    openapi: openapi ?? undefined,
  };
}

function presentSummary(summary: NonNullable<ImportRecord['summary']>): ImportSummary {
  const { actions, triggers, definitions, messages, overlays, matched, diff, edits, unchanged } = summary;
  return { actions, triggers, definitions, messages, overlays, matched, diff, edits, unchanged };
}

/** The error of an import or of an item of a bulk re-import. */
export function presentStoredError(error: NonNullable<ImportRecord['error']>): ImportResource['error'] {
  const { code, message, details } = error;
  return { code, message, details, cause: causeOf(code) };
}

/** Where the cause of an error code of imports is. Undefined for a code that no import fails with. */
export function causeOf(code: string): FailureCause | undefined {
  const causes: { readonly [code: string]: FailureCause } = importFailures;
  return Object.hasOwn(causes, code) ? causes[code] : undefined;
}

function presentNotification(callback: NonNullable<ImportRecord['callback']>): ImportResource['callback'] {
  const { url, status, attempts, nextAttemptAt } = callback;
  return {
    url,
    status,
    attempts: attempts.map((attempt) => presentAttempt(attempt)),
    nextAttemptAt: nextAttemptAt?.toISOString(),
  };
}

function presentAttempt(attempt: Attempt): Attempt {
  const { at, status, error, durationMs } = attempt;
  return { at, status, error, durationMs };
}

type Attempt = NonNullable<ImportResource['callback']>['attempts'][number];

function parseCoverage(json: string): Coverage {
  return JSON.parse(json);
}

/**
 * Strong ETag: the revision is raised by every change that a client can see. After a crash of the database, which may take back a claim,
 * another status can have the same revision.
 */
export function importEtag({ id, revision, status }: ImportRecord): string {
  return `"${id}-${revision}-${status}"`;
}

/** A failed or cancelled import as ImportHTTPConnectorError, without its messages. */
export function presentImportError(record: ImportRecord): object {
  const { code, message, details } = record.error ?? {
    code: `import_${record.status}`,
    message: `The import was ${record.status}.`,
  };
  return { code, message, details };
}
