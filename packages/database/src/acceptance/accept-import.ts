import type { Database } from '../postgres/database.ts';
import type { SqlSession } from '../postgres/sql-session.ts';
import { endUnchangedWithin } from '../versions/end-unchanged.ts';
import { violatedConstraint, violatedReference } from '../postgres/database-errors.ts';
import { inWriteTransaction } from '../postgres/write-transaction.ts';
import { judgeVersion } from '../imports/find-version-obstacle.ts';
import type { ImportRecord, ImportRequestOptions } from '../imports/import-record.ts';
import { importSourceJson } from '../imports/import-source.ts';
import { insertClaimed, insertImport } from './insert-import.ts';
import { findImport } from '../imports/read-imports.ts';
import type { NewDocument } from '../documents/store-document.ts';

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
  /** Whose work need not be done again: a draft that this importer has made of the same. Absent to leave that to the worker. */
  readonly importerVersion?: string;
}

export interface SubmittedDocument extends Omit<NewDocument, 'content'> {
  /** Asked for only if it is not stored already. */
  readonly content: () => Promise<NewDocument['content']>;
  readonly filename: string;
  readonly mediaType: string;
}

export type Acceptance =
  /** `queued`; or `succeeded` already, where the draft that it is to replace is what it would make. */
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
 * fail, the sweeper adds it. An import that has nothing to do has ended by then, and needs none.
 */
export async function acceptImport(database: Database, submission: ImportSubmission): Promise<Acceptance> {
  const since = new Date(Date.now() - idempotencyHours * 3_600_000);
  const known = await findRepeated(database, submission, since);
  if (known !== undefined) return known;
  try {
    const { obstacle, isMade } = await findStanding(database.sql, submission);
    // What stands in the way may be the same request, which came at the same time and was faster.
    if (obstacle !== undefined) return (await findRepeated(database, submission, since)) ?? { outcome: obstacle };
    await freeKey(database.sql, submission, since);
    const ended = isMade ? await acceptUnchanged(database, submission) : undefined;
    return { outcome: 'accepted', import: ended ?? (await insertImport(database.sql, submission)) };
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
    select: { id: true, fingerprint: true },
  });
  if (row === null) return undefined;
  const same = row.fingerprint !== null && Buffer.from(row.fingerprint).equals(idempotency.fingerprint);
  if (!same) return { outcome: 'key-reused' };
  const record = await findImport(database, organisationId, row.id);
  return record === undefined ? undefined : { outcome: 'repeated', import: record };
}

interface Standing {
  readonly obstacle?: 'connector-not-found' | 'version-exists' | 'version-published' | undefined;
  /** The version that is asked for is of the same already. */
  readonly isMade: boolean;
}

interface StandingRow {
  readonly organisationId: string;
  readonly version: string | null;
  readonly published: boolean;
  readonly isMade: boolean;
}

/** Told early; how it stands is decided again by whoever writes. */
async function findStanding(sql: SqlSession, submission: ImportSubmission): Promise<Standing> {
  const { organisationId, connectorId, version, options, document, importerVersion } = submission;
  if (connectorId === undefined) return { isMade: false };
  const source = importSourceJson({
    filename: document?.filename ?? null,
    mediaType: document?.mediaType ?? null,
    options,
  });
  const [found] = await sql.$queryRaw<StandingRow[]>`
    select c.organisation_id as "organisationId", v.name as version, v.published_at is not null as published,
           coalesce(v.document_sha256 = ${document?.sha256 ?? null} and v.importer_version = ${importerVersion ?? null}
                    and v.import_source = ${source}, false) as "isMade"
      from connectors c left join connector_versions v on v.connector_id = c.id and v.name = ${version ?? null}
     where c.id = ${connectorId}`;
  if (found?.organisationId !== organisationId) return { obstacle: 'connector-not-found', isMade: false };
  const obstacle = judgeVersion(found.version === null ? undefined : found, options);
  return { obstacle, isMade: found.isMade };
}

/**
 * Stores an import that has nothing to do, and ends it in the same transaction: no worker is needed for it.
 * @returns undefined when there is work to do after all; nothing is stored then.
 */
async function acceptUnchanged(database: Database, submission: ImportSubmission): Promise<ImportRecord | undefined> {
  const { organisationId, connectorId, document, importerVersion } = submission;
  if (connectorId === undefined || document === undefined || importerVersion === undefined) return undefined;
  try {
    const importId = await inWriteTransaction(database, async (tx) => {
      const work = await insertClaimed(tx, { ...submission, connectorId, document });
      const same = await endUnchangedWithin(tx, work, { importerVersion, timings: {} });
      if (same === undefined) throw new ChangedMeanwhileError();
      return work.claim.importId;
    });
    return await findImport(database, organisationId, importId);
  } catch (error) {
    const isOvertaken =
      error instanceof ChangedMeanwhileError || violatedReference(error) === 'imports_document_sha256_fkey';
    if (isOvertaken) return undefined;
    throw error;
  }
}

/** The draft was replaced, published or deleted since it was looked at. */
class ChangedMeanwhileError extends Error {
  override readonly name = 'ChangedMeanwhileError';
}

/** Takes a key from the request that it stood for too long ago. */
async function freeKey(sql: SqlSession, { organisationId, idempotency }: ImportSubmission, since: Date): Promise<void> {
  if (idempotency === undefined) return;
  await sql.$executeRaw`
    update imports set idempotency_key = null
     where organisation_id = ${organisationId} and idempotency_key = ${idempotency.key} and created_at <= ${since}`;
}
