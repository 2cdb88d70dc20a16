import { createId } from '../create-id.ts';
import type { Database } from '../database.ts';
import type { SqlSession } from '../sql-session.ts';
import { violatedConstraint, violatedReference } from '../violated-constraint.ts';
import { activeKey } from './active-key.ts';
import { judgeVersion } from './find-version-obstacle.ts';
import { type ImportRecord, type ImportRequestOptions, toImportRecord, waitingCallback } from './import-record.ts';
import type { NewDocument } from './store-document.ts';

export interface Idempotency {
  readonly key: string;
  /** SHA-256 of document, metadata and target. */
  readonly fingerprint: Uint8Array<ArrayBuffer>;
}

/** How long a key stands for its first request. */
export const idempotencyHours = 24;

export interface ImportSubmission {
  readonly organisationId: string;
  /** An existing connector of this organisation; absent to create one. */
  readonly connectorId?: string;
  /** Absent only for a new connector: the document then names it. */
  readonly version?: string;
  readonly options: ImportRequestOptions;
  readonly requestId: string;
  /** The trace that the request belongs to, as W3C's `traceparent`. */
  readonly traceParent?: string | undefined;
  /** Told once when the import ends. */
  readonly callbackUrl?: string;
  /** The client's name for this request, and what tells it from another request of the same name. */
  readonly idempotency?: Idempotency;
  /** Absent when it is to be fetched from `options.schemaURL`. */
  readonly document?: SubmittedDocument;
}

export interface SubmittedDocument extends Omit<NewDocument, 'content'> {
  /** Asked for only if it is not stored already. */
  readonly content: () => Promise<NewDocument['content']>;
  readonly filename: string;
  readonly mediaType: string;
}

export type Acceptance =
  | { readonly outcome: 'accepted'; readonly import: ImportRecord }
  /** The key stands for this import of the same request: nothing was stored. */
  | { readonly outcome: 'repeated'; readonly import: ImportRecord }
  /** The key stands for another request. */
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'connector-not-found' }
  | { readonly outcome: 'version-exists' }
  /** The version that it is to replace is published, and so immutable. */
  | { readonly outcome: 'version-published' }
  /** Another import of the same version has not ended yet. */
  | { readonly outcome: 'import-in-progress' };

/**
 * Stores a document, unless it is to be fetched, and the import of it, `queued`, in one statement. The job is the caller's to add after it: should that
 * fail, the sweeper adds it.
 */
export async function acceptImport(database: Database, submission: ImportSubmission): Promise<Acceptance> {
  const since = new Date(Date.now() - idempotencyHours * 3_600_000);
  const known = await findRepeated(database, submission, since);
  if (known !== undefined) return known;
  try {
    const obstacle = await findObstacle(database.sql, submission);
    // What stands in the way may be the same request, which came at the same time and was faster.
    if (obstacle !== undefined) return (await findRepeated(database, submission, since)) ?? { outcome: obstacle };
    await freeKey(database.sql, submission, since);
    return { outcome: 'accepted', import: await insertImport(database.sql, submission) };
  } catch (error) {
    const violated = violatedConstraint(error);
    const repeated = violated === undefined ? undefined : await findRepeated(database, submission, since);
    if (repeated !== undefined) return repeated;
    if (violated === 'imports_active_key_key') return { outcome: 'import-in-progress' };
    throw error;
  }
}

/** @returns undefined when the key, if there is one, stands for no import. */
async function findRepeated(
  database: Database,
  { organisationId, idempotency }: ImportSubmission,
  since: Date,
): Promise<Acceptance | undefined> {
  if (idempotency === undefined) return undefined;
  const row = await database.prisma.import.findFirst({
    where: { organisationId, idempotencyKey: idempotency.key, createdAt: { gt: since } },
    omit: { messages: true },
    include: { document: { select: { bytes: true } } },
  });
  if (row === null) return undefined;
  const same = row.fingerprint !== null && Buffer.from(row.fingerprint).equals(idempotency.fingerprint);
  return same ? { outcome: 'repeated', import: toImportRecord(row) } : { outcome: 'key-reused' };
}

/** Told early; whether it still stands in the way is decided when the version is persisted. */
async function findObstacle(
  sql: SqlSession,
  { organisationId, connectorId, version, options }: ImportSubmission,
): Promise<'connector-not-found' | 'version-exists' | 'version-published' | undefined> {
  if (connectorId === undefined) return undefined;
  const [found] = await sql.$queryRaw<{ organisationId: string; version: string | null; published: boolean }[]>`
    select c.organisation_id as "organisationId", v.name as version, v.published_at is not null as published
      from connectors c left join connector_versions v on v.connector_id = c.id and v.name = ${version ?? null}
     where c.id = ${connectorId}`;
  if (found?.organisationId !== organisationId) return 'connector-not-found';
  return judgeVersion(found.version === null ? undefined : found, options);
}

/** Takes a key from the request that it stood for too long ago. */
async function freeKey(sql: SqlSession, { organisationId, idempotency }: ImportSubmission, since: Date): Promise<void> {
  if (idempotency === undefined) return;
  await sql.$executeRaw`
    update imports set idempotency_key = null
     where organisation_id = ${organisationId} and idempotency_key = ${idempotency.key} and created_at <= ${since}`;
}

/** Bytes of a document that is sent without asking whether it is stored: to ask would take longer. */
const sentUnaskedBytes = 64 * 1024;

/** A document that is stored already is neither encoded nor sent again, unless it is small or was removed just now. */
async function insertImport(sql: SqlSession, submission: ImportSubmission): Promise<ImportRecord> {
  const { document } = submission;
  const isKnown = document !== undefined && document.bytes > sentUnaskedBytes && (await isStored(sql, document.sha256));
  let sent = document === undefined || isKnown ? undefined : await withContent(document);
  for (;;) {
    try {
      return await insertWith(sql, submission, sent);
    } catch (error) {
      if (document === undefined || violatedReference(error) !== 'imports_document_sha256_fkey') throw error;
      sent = await withContent(document);
    }
  }
}

async function withContent({ sha256, bytes, encoding, content }: SubmittedDocument): Promise<NewDocument> {
  return { sha256, bytes, encoding, content: await content() };
}

async function isStored(sql: SqlSession, sha256: Uint8Array): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`select 1 from documents where sha256 = ${sha256}`;
  return rows.length === 1;
}

async function insertWith(
  sql: SqlSession,
  submission: ImportSubmission,
  sent: NewDocument | undefined,
): Promise<ImportRecord> {
  const { organisationId, version, document, idempotency, options, callbackUrl } = submission;
  const id = createId();
  const connectorId = submission.connectorId ?? createId();
  const createsConnector = submission.connectorId === undefined;
  const key = activeKey({ connectorId: submission.connectorId, version, dryRun: options.dryRun });
  const [row] = await sql.$queryRaw<{ createdAt: Date }[]>`
    with stored as (
      insert into documents (sha256, bytes, encoding, content)
      select ${sent?.sha256 ?? null}::bytea, ${sent?.bytes ?? null}::int, ${sent?.encoding ?? null}, ${sent?.content ?? null}::bytea
       where ${sent !== undefined}::boolean
      on conflict (sha256) do nothing
    )
    insert into imports (id, organisation_id, connector_id, creates_connector, version, active_key, document_sha256, filename,
                         media_type, options, callback_url, request_id, trace_parent, idempotency_key, fingerprint,
                         enqueued_at, enqueues)
    values (${id}, ${organisationId}, ${connectorId}, ${createsConnector}, ${version ?? null}, ${key}, ${document?.sha256 ?? null},
            ${document?.filename ?? null}, ${document?.mediaType ?? null}, ${JSON.stringify(options)}, ${callbackUrl ?? null},
            ${submission.requestId}, ${submission.traceParent ?? null}, ${idempotency?.key ?? null}, ${idempotency?.fingerprint ?? null},
            now(), 1)
    returning created_at as "createdAt"`;
  if (row === undefined) throw new Error(`import ${id} was not stored`);
  return {
    ...newImport,
    id,
    organisationId,
    connectorId,
    createsConnector,
    version: version ?? null,
    document: document === undefined ? null : { ...describe(document), openapi: null },
    options,
    callback: waitingCallback(callbackUrl ?? null),
    createdAt: row.createdAt,
  };
}

function describe({ sha256, bytes, filename, mediaType }: SubmittedDocument) {
  return { sha256: Buffer.from(sha256).toString('hex'), bytes, filename, mediaType };
}

/** What the columns are that nothing was said of: an import that was accepted need not be read to be told of. */
const newImport = {
  versionId: null,
  status: 'queued',
  stage: 'queued',
  progress: { done: 0, total: 0 },
  attempts: 0,
  reimportId: null,
  revision: 0,
  summary: null,
  coverageJson: null,
  error: null,
  timings: {},
  startedAt: null,
  finishedAt: null,
} as const;
