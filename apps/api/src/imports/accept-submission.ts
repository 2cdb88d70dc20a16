import { webcrypto } from 'node:crypto';
import type { ImportFromUrl, ImportMetadata } from '@connectory/contract';
import {
  type Acceptance,
  acceptImport,
  type Database,
  type FoundUpload,
  type ImportSubmission,
  packedEncoding,
  readUploadedContent,
} from '@connectory/database';
import { hasEnded, type ImportRecord, type ImportRequestOptions, type UploadedOverlay } from '@connectory/lifecycle';
import { importerVersion } from '@connectory/importer';
import { type AllowList, checkUrl } from '@connectory/outbound';
import type { QueueProducer } from '@connectory/queue';
import { currentTraceParent, type Logger } from '@connectory/runtime';
import { requireCallback } from '../callbacks/require-callback.ts';
import { connectorNotFound } from '../connectors/require-version.ts';
import { ApiError } from '../http/api-error.ts';
import { writeInPieces } from '../http/write-in-pieces.ts';
import type { ApiMetrics } from '../metrics/api-metrics.ts';
import type { Quotas } from '../quotas/quotas.ts';
import { readSentOverlays } from '../uploads/read-overlays.ts';
import type { ReceivedUpload } from '../uploads/receive-upload.ts';
import { findUploadedDocument } from '../uploads/upload-url-routes.ts';
import { enqueueImport } from './enqueue-import.ts';
import { fingerprintRequest } from './idempotency.ts';
import { parseFromUrl, parseMetadata } from './parse-metadata.ts';

const { subtle } = webcrypto;

interface AcceptDependencies {
  readonly database: Database;
  readonly queue: QueueProducer;
  readonly logger: Logger;
  readonly metrics: ApiMetrics;
  readonly allow: AllowList;
  readonly baseUrl: () => string;
  readonly quotas: Quotas;
}

/** Parts of the request other than its body. */
export interface SubmissionTarget {
  readonly organisationId: string;
  /** Undefined for a new connector. */
  readonly connectorId: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly requestId: string;
  /** Called with the id of a stored import, before a worker can claim it. */
  readonly onStored: (importId: string) => void;
}

/** Accepts an uploaded document. @throws ApiError */
export async function acceptUpload(
  dependencies: AcceptDependencies,
  upload: ReceivedUpload,
  target: SubmissionTarget,
): Promise<ImportRecord> {
  const metadata = await parseMetadata(upload.metadata, target.connectorId !== undefined);
  const { sha256, bytes, filename, mediaType, stored, overlays } = upload;
  return accept(dependencies, target, {
    metadata,
    overlays,
    subject: Buffer.from(sha256).toString('hex'),
    document: {
      sha256,
      bytes,
      encoding: packedEncoding,
      content: stored.read,
      pieces: stored.pieces,
      filename,
      mediaType,
    },
  });
}

/** Accepts a document by URL. A worker fetches it later. @throws ApiError */
export async function acceptUrl(
  dependencies: AcceptDependencies,
  body: unknown,
  target: SubmissionTarget,
): Promise<ImportRecord> {
  const { overlay, ...metadata } = await parseFromUrl(body, target.connectorId !== undefined);
  const overlays = await readSentOverlays(overlay);
  const upload = await findUploadedDocument(dependencies, target.organisationId, metadata.schemaURL);
  if (upload !== undefined) return acceptUploaded(dependencies, upload, target, { metadata, overlays });
  const checked = checkUrl(metadata.schemaURL, dependencies.allow);
  if (!checked.ok) {
    const fields = [{ field: 'schemaURL', message: checked.reason }];
    throw new ApiError('schema_url_refused', `The schemaURL ${checked.reason}.`, { fields });
  }
  return accept(dependencies, target, { metadata, overlays, subject: 'schemaURL' });
}

/** Accepts a document that was uploaded to an upload URL before. */
async function acceptUploaded(
  dependencies: AcceptDependencies,
  { sha256, bytes, encoding, mediaType }: FoundUpload,
  target: SubmissionTarget,
  request: { readonly metadata: ImportFromUrl; readonly overlays: readonly UploadedOverlay[] },
): Promise<ImportRecord> {
  const { schemaURL: _uploadUrl, filetype: _hint, ...metadata } = request.metadata;
  const content = async () => {
    const stored = await readUploadedContent(dependencies.database, sha256);
    if (stored !== undefined) return stored;
    throw new ApiError('schema_url_refused', 'The uploaded document was removed meanwhile. Upload it again.');
  };
  const document = { sha256, bytes, encoding, content, filename: 'document', mediaType };
  const subject = Buffer.from(sha256).toString('hex');
  const { overlays } = request;
  return accept(dependencies, target, { metadata, overlays, subject, fieldPrefix: '', document });
}

interface Submission {
  readonly metadata: ImportMetadata | ImportFromUrl;
  readonly overlays: readonly UploadedOverlay[];
  /** The hash of the document, or `schemaURL` while there is none. */
  readonly subject: string;
  readonly document?: NonNullable<ImportSubmission['document']>;
  /** How the fields of the metadata are named in errors; default `metadata.` for an upload. */
  readonly fieldPrefix?: string;
}

async function accept(
  dependencies: AcceptDependencies,
  target: SubmissionTarget,
  { metadata, overlays, subject, document, fieldPrefix = document === undefined ? '' : 'metadata.' }: Submission,
): Promise<ImportRecord> {
  const { organisationId, connectorId, idempotencyKey, requestId } = target;
  const { callbackUrl } = metadata;
  const { quotas } = dependencies;
  if (callbackUrl !== undefined) {
    await requireCallback(dependencies, organisationId, callbackUrl, `${fieldPrefix}callbackUrl`);
  }
  const written = overlays.length === 0 ? undefined : await writeOverlays(overlays);
  const fingerprint = fingerprintRequest({ subject: subject + (written?.hash ?? ''), metadata, connectorId });
  const acceptance = await acceptWithinQuotas(dependencies, {
    organisationId,
    requestId,
    traceParent: currentTraceParent(),
    ...(idempotencyKey === undefined ? {} : { idempotency: { key: idempotencyKey, fingerprint } }),
    ...(connectorId === undefined ? {} : { connectorId }),
    ...(metadata.version === undefined ? {} : { version: metadata.version }),
    options: { ...optionsOf(metadata), ...written?.options },
    ...(written === undefined ? {} : { overlays: written.text }),
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
    ...(document === undefined ? {} : { document, importerVersion }),
  });
  if (acceptance.outcome === 'quota-exceeded') throw await quotas.explain(organisationId, acceptance.quota);
  const record = requireAccepted(acceptance, connectorId ?? '', metadata.version ?? '');
  if (acceptance.outcome === 'repeated') return record;
  const { metrics, logger } = dependencies;
  metrics.accepted.inc();
  quotas.meter.touch(organisationId);
  const facts = { importId: record.id, requestId, organisationId, bytes: document?.bytes };
  if (hasEnded(record.status)) {
    metrics.ended.inc({ status: record.status, code: '' });
    logger.info({ ...facts, status: record.status }, 'import accepted and ended: the draft is unchanged');
    return record;
  }
  target.onStored(record.id);
  logger.info(facts, 'import accepted');
  await enqueueImport(dependencies, { importId: record.id, enqueues: 1, requestId });
  return record;
}

/** Writes and hashes overlays, 10 MB at most, without making other requests wait. */
async function writeOverlays(overlays: readonly UploadedOverlay[]) {
  const text = await writeInPieces(overlays);
  const hash = Buffer.from(await subtle.digest('SHA-256', Buffer.from(text))).toString('hex');
  const options: ImportRequestOptions = { overlays: hash, overlayNames: overlays.map(({ name }) => name) };
  return { text, hash, options };
}

async function acceptWithinQuotas(
  { database, quotas }: AcceptDependencies,
  submission: ImportSubmission,
): Promise<Acceptance> {
  const limited = { ...submission, quotas: quotas.stored };
  const acceptance = await acceptImport(database, limited);
  if (acceptance.outcome !== 'quota-exceeded' || acceptance.quota !== 'storedBytes') return acceptance;
  // Documents may have been removed since they were measured.
  await quotas.meter.refresh(submission.organisationId);
  return acceptImport(database, limited);
}

function optionsOf(metadata: ImportMetadata | ImportFromUrl): ImportRequestOptions {
  const { strict, name, ifExists, edits, editsFrom, include, exclude, root, dryRun } = metadata;
  return {
    ...(strict === undefined ? {} : { strict }),
    ...('schemaURL' in metadata ? { schemaURL: metadata.schemaURL } : {}),
    ...(name === undefined ? {} : { name }),
    ...(ifExists === undefined ? {} : { ifExists }),
    ...(edits === undefined ? {} : { edits }),
    ...(editsFrom === undefined ? {} : { editsFrom }),
    ...(include === undefined ? {} : { include: filterOf(include) }),
    ...(exclude === undefined ? {} : { exclude: filterOf(exclude) }),
    ...(root === undefined ? {} : { root }),
    ...(dryRun === undefined ? {} : { dryRun }),
  };
}

type RequestedFilter = NonNullable<ImportMetadata['include']>;
type StoredFilter = NonNullable<ImportRequestOptions['include']>;

function filterOf({ tags, paths, methods, operationIds }: RequestedFilter): StoredFilter {
  return {
    ...(tags === undefined ? {} : { tags }),
    ...(paths === undefined ? {} : { paths }),
    ...(methods === undefined ? {} : { methods }),
    ...(operationIds === undefined ? {} : { operationIds }),
  };
}

function requireAccepted(
  acceptance: Exclude<Acceptance, { outcome: 'quota-exceeded' }>,
  connectorId: string,
  version: string,
): ImportRecord {
  switch (acceptance.outcome) {
    case 'accepted':
    case 'repeated':
      return acceptance.import;
    case 'key-reused':
      throw new ApiError('idempotency_key_reused', 'The Idempotency-Key was already used for another request.');
    case 'connector-not-found':
      throw connectorNotFound(connectorId);
    case 'version-exists':
      throw new ApiError(
        'version_exists',
        `The connector ${connectorId} has a version ${JSON.stringify(version)} already.`,
      );
    case 'version-published':
      throw new ApiError(
        'version_published',
        `Version ${JSON.stringify(version)} of the connector ${connectorId} is published, and cannot be replaced.`,
      );
    case 'import-in-progress':
      throw new ApiError(
        'import_in_progress',
        `Another import of version ${JSON.stringify(version)} of the connector ${connectorId} has not ended yet.`,
      );
  }
}
