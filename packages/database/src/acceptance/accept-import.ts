import { type ImportRecord, importSourceJson, judgeVersion } from '@connectory/lifecycle';
import { findImport } from '../imports/read-imports.ts';
import type { Database } from '../postgres/database.ts';
import { violatedConstraint, violatedReference } from '../postgres/database-errors.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { inWriteTransaction } from '../postgres/write-transaction.ts';
import { QuotaExceededError, type StoredQuotaName } from '../quotas/stored-quotas.ts';
import { endUnchangedWithin } from '../versions/end-unchanged.ts';
import { insertClaimed, insertImport } from './insert-import.ts';
import type { ImportSubmission } from './submission.ts';

/** How long an idempotency key is valid. */
export const idempotencyHours = 24;

export type Acceptance =
  /** `queued`; or `succeeded` when the draft to be replaced already has the same content. */
  | { readonly outcome: 'accepted'; readonly import: ImportRecord }
  /** The same request with the same key has this import. No import was stored. */
  | { readonly outcome: 'repeated'; readonly import: ImportRecord }
  /** The key was used for another request. */
  | { readonly outcome: 'key-reused' }
  | { readonly outcome: 'connector-not-found' }
  | { readonly outcome: 'version-exists' }
  /** The version to be replaced is published, and is immutable. */
  | { readonly outcome: 'version-published' }
  /** Another import of the same version has not ended. */
  | { readonly outcome: 'import-in-progress' }
  | { readonly outcome: 'quota-exceeded'; readonly quota: StoredQuotaName };

/**
 * Stores an import, `queued`, and its document, unless that is to be fetched, in one statement. The caller then adds the job. If that fails,
 * the sweeper adds it. An import without changes ends here, and needs no job.
 */
export async function acceptImport(database: Database, submission: ImportSubmission): Promise<Acceptance> {
  const since = new Date(Date.now() - idempotencyHours * 3_600_000);
  const known = await findRepeated(database, submission, since);
  if (known !== undefined) return known;
  try {
    const { obstacle, isMade } = await findObstacle(database.sql, submission);
    // The obstacle may come from the same request, sent twice concurrently.
    if (obstacle !== undefined) return (await findRepeated(database, submission, since)) ?? { outcome: obstacle };
    await freeKey(database.sql, submission, since);
    const ended = isMade ? await acceptUnchanged(database, submission) : undefined;
    return { outcome: 'accepted', import: ended ?? (await insertImport(database, submission)) };
  } catch (error) {
    if (error instanceof QuotaExceededError) return { outcome: 'quota-exceeded', quota: error.quota };
    const violated = violatedConstraint(error);
    const repeated = violated === undefined ? undefined : await findRepeated(database, submission, since);
    if (repeated !== undefined) return repeated;
    if (violated === 'imports_active_key_key') return { outcome: 'import-in-progress' };
    throw error;
  }
}

/** Finds the import of an idempotency key. @returns undefined when there is none. */
async function findRepeated(
  database: Database,
  { organisationId, idempotency }: ImportSubmission,
  since: Date,
): Promise<Acceptance | undefined> {
  if (idempotency === undefined) return undefined;
  const row = await database.prisma.import.findFirst({
    where: { organisationId, idempotencyKey: idempotency.key, createdAt: { gt: since } },
    select: { id: true, fingerprint: true },
  });
  if (row === null) return undefined;
  const same = row.fingerprint !== null && Buffer.from(row.fingerprint).equals(idempotency.fingerprint);
  if (!same) return { outcome: 'key-reused' };
  const record = await findImport(database, organisationId, row.id);
  return record === undefined ? undefined : { outcome: 'repeated', import: record };
}

interface TargetState {
  readonly obstacle?: 'connector-not-found' | 'version-exists' | 'version-published' | undefined;
  /** Whether the requested version already has the content of this submission. */
  readonly isMade: boolean;
}

interface TargetRow {
  readonly organisationId: string;
  readonly version: string | null;
  readonly published: boolean;
  readonly isMade: boolean;
}

/** Checks early, for a fast response. The transaction that writes the version checks again. */
async function findObstacle(sql: SqlSession, submission: ImportSubmission): Promise<TargetState> {
  const { organisationId, connectorId, version, options, document, importerVersion } = submission;
  if (connectorId === undefined) return { isMade: false };
  const source = importSourceJson({
    filename: document?.filename ?? null,
    mediaType: document?.mediaType ?? null,
    options,
  });
  const [found] = await sql.$queryRaw<TargetRow[]>`
    select c.organisation_id as "organisationId", v.name as version, v.published_at is not null as published,
           coalesce(v.document_sha256 = ${document?.sha256 ?? null} and v.importer_version = ${importerVersion ?? null}
                    and v.import_source = ${source} and coalesce(v.overlays_hash, '') = coalesce(c.overlays_hash, ''), false) as "isMade"
      from connectors c left join connector_versions v on v.connector_id = c.id and v.name = ${version ?? null}
     where c.id = ${connectorId}`;
  if (found?.organisationId !== organisationId) return { obstacle: 'connector-not-found', isMade: false };
  const obstacle = judgeVersion(found.version === null ? undefined : found, options);
  return { obstacle, isMade: found.isMade };
}

/**
 * Stores an import without changes, and ends it in the same transaction, so that no worker is needed.
 * @returns undefined when the draft has changed meanwhile; no import is stored then.
 */
async function acceptUnchanged(database: Database, submission: ImportSubmission): Promise<ImportRecord | undefined> {
  const { organisationId, connectorId, document, importerVersion } = submission;
  if (connectorId === undefined || document === undefined || importerVersion === undefined) return undefined;
  try {
    const importId = await inWriteTransaction(database, async (tx) => {
      const work = await insertClaimed(tx, database.origin, { ...submission, connectorId, document });
      const same = await endUnchangedWithin(tx, work, { importerVersion, timings: {} });
      if (same === undefined) throw new DraftChangedError();
      return work.claim.importId;
    });
    return await findImport(database, organisationId, importId);
  } catch (error) {
    const isOvertaken =
      error instanceof DraftChangedError || violatedReference(error) === 'imports_document_sha256_fkey';
    if (isOvertaken) return undefined;
    throw error;
  }
}

/** The draft was replaced, published or deleted since `findObstacle` read it. */
class DraftChangedError extends Error {
  override readonly name = 'DraftChangedError';
}

/** Removes an expired key from its import, so that the key can be used again. */
async function freeKey(sql: SqlSession, { organisationId, idempotency }: ImportSubmission, since: Date): Promise<void> {
  if (idempotency === undefined) return;
  await sql.$executeRaw`
    update imports set idempotency_key = null
     where organisation_id = ${organisationId} and idempotency_key = ${idempotency.key} and created_at <= ${since}`;
}
