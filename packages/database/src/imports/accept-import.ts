import { createId } from '../create-id.ts';
import type { Database } from '../database.ts';
import type { SqlSession } from '../sql-session.ts';
import { violatedConstraint } from '../violated-constraint.ts';
import { inWriteTransaction } from '../write-transaction.ts';
import { activeKey } from './active-key.ts';
import { findVersionObstacle } from './find-version-obstacle.ts';
import { type ImportRecord, type ImportRequestOptions, toImportRecord } from './import-record.ts';
import { findImport } from './read-imports.ts';
import { type NewDocument, storeDocument } from './store-document.ts';

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
  readonly document?: NewDocument & { readonly filename: string; readonly mediaType: string };
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
 * Stores a document, unless it is to be fetched, and the import of it, `queued`, in one transaction. The job is the caller's to add after it: should that
 * fail, the sweeper adds it.
 */
export async function acceptImport(database: Database, submission: ImportSubmission): Promise<Acceptance> {
  const since = new Date(Date.now() - idempotencyHours * 3_600_000);
  const known = await findRepeated(database, submission, since);
  if (known !== undefined) return known;
  try {
    const outcome = await inWriteTransaction(database, (tx) => acceptWithin(tx, submission, since));
    if (typeof outcome !== 'string')
      return { outcome: 'accepted', import: await readAccepted(database, submission, outcome.id) };
    // What stands in the way may be the same request, which came at the same time and was faster.
    return (await findRepeated(database, submission, since)) ?? { outcome };
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

async function readAccepted(database: Database, submission: ImportSubmission, id: string): Promise<ImportRecord> {
  const record = await findImport(database, submission.organisationId, id);
  if (record === undefined) throw new Error(`import ${id} is gone as soon as it was accepted`);
  return record;
}

async function acceptWithin(
  tx: SqlSession,
  submission: ImportSubmission,
  since: Date,
): Promise<{ readonly id: string } | 'connector-not-found' | 'version-exists' | 'version-published'> {
  const { organisationId, connectorId, version, document, idempotency } = submission;
  if (connectorId !== undefined) {
    const connectors = await tx.$queryRaw<unknown[]>`
      select 1 from connectors where id = ${connectorId} and organisation_id = ${organisationId}`;
    if (connectors.length === 0) return 'connector-not-found';
    if (version !== undefined) {
      const obstacle = await findVersionObstacle(tx, { connectorId, version, options: submission.options });
      if (obstacle !== undefined) return obstacle;
    }
  }
  if (document !== undefined) await storeDocument(tx, document);
  if (idempotency !== undefined) {
    await tx.$executeRaw`
      update imports set idempotency_key = null
       where organisation_id = ${organisationId} and idempotency_key = ${idempotency.key} and created_at <= ${since}`;
  }
  return insertImport(tx, submission);
}

async function insertImport(tx: SqlSession, submission: ImportSubmission): Promise<{ readonly id: string }> {
  const { organisationId, connectorId, version, document, idempotency, options } = submission;
  const id = createId();
  await tx.$executeRaw`
    insert into imports (id, organisation_id, connector_id, creates_connector, version, active_key, document_sha256, filename,
                         media_type, options, callback_url, request_id, trace_parent, idempotency_key, fingerprint,
                         enqueued_at, enqueues)
    values (${id}, ${organisationId}, ${connectorId ?? createId()}, ${connectorId === undefined}, ${version ?? null},
            ${activeKey({ connectorId, version, dryRun: options.dryRun })}, ${document?.sha256 ?? null},
            ${document?.filename ?? null}, ${document?.mediaType ?? null}, ${JSON.stringify(options)},
            ${submission.callbackUrl ?? null}, ${submission.requestId}, ${submission.traceParent ?? null}, ${idempotency?.key ?? null},
            ${idempotency?.fingerprint ?? null}, now(), 1)`;
  return { id };
}
