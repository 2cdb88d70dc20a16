import { createId } from '../create-id.ts';
import type { Database, Transaction } from '../database.ts';
import { violatedConstraint } from '../violated-constraint.ts';
import { activeKey } from './active-key.ts';
import { findVersionObstacle } from './find-version-obstacle.ts';
import { type ImportRecord, type ImportRequestOptions, toImportRecord } from './import-record.ts';
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
    const acceptance = await database.prisma.$transaction((tx) => acceptWithin(tx, submission, since), {
      timeout: 60_000,
      maxWait: 30_000,
    });
    // What stands in the way may be the same request, which came at the same time and was faster.
    if (acceptance.outcome === 'accepted') return acceptance;
    return (await findRepeated(database, submission, since)) ?? acceptance;
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
    include: { document: { select: { bytes: true } } },
  });
  if (row === null) return undefined;
  const same = row.fingerprint !== null && Buffer.from(row.fingerprint).equals(idempotency.fingerprint);
  return same ? { outcome: 'repeated', import: toImportRecord(row) } : { outcome: 'key-reused' };
}

async function acceptWithin(tx: Transaction, submission: ImportSubmission, since: Date): Promise<Acceptance> {
  const { organisationId, connectorId, version, document, idempotency } = submission;
  if (connectorId !== undefined) {
    const connector = await tx.connector.findFirst({
      where: { id: connectorId, organisationId },
      select: { id: true },
    });
    if (connector === null) return { outcome: 'connector-not-found' };
    if (version !== undefined) {
      const obstacle = await findVersionObstacle(tx, { connectorId, version, options: submission.options });
      if (obstacle !== undefined) return { outcome: obstacle };
    }
  }
  if (document !== undefined) await storeDocument(tx, document);
  if (idempotency !== undefined) {
    await tx.import.updateMany({
      where: { organisationId, idempotencyKey: idempotency.key, createdAt: { lte: since } },
      data: { idempotencyKey: null },
    });
  }
  const target = connectorId ?? createId();
  const row = await tx.import.create({
    data: {
      id: createId(),
      organisationId,
      connectorId: target,
      createsConnector: connectorId === undefined,
      version: version ?? null,
      activeKey: activeKey({ connectorId, version, dryRun: submission.options.dryRun }),
      documentSha256: document?.sha256 ?? null,
      filename: document?.filename ?? null,
      mediaType: document?.mediaType ?? null,
      options: JSON.stringify(submission.options),
      callbackUrl: submission.callbackUrl ?? null,
      requestId: submission.requestId,
      traceParent: submission.traceParent ?? null,
      idempotencyKey: idempotency?.key ?? null,
      fingerprint: idempotency?.fingerprint ?? null,
      enqueuedAt: new Date(),
      enqueues: 1,
    },
    include: { document: { select: { bytes: true } } },
  });
  return { outcome: 'accepted', import: toImportRecord(row) };
}
