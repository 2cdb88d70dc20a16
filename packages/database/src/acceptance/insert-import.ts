import { randomUUID } from 'node:crypto';
import {
  activeKey,
  type ChangeOrigin,
  type ClaimedWork,
  type ImportRecord,
  waitingCallback,
} from '@connectory/lifecycle';
import { actorJson, type AuditedChange } from '../audit/audit-rows.ts';
import { insertAudit } from '../audit/record-audit.ts';
import type { NewDocument } from '../documents/store-document.ts';
import { storeInPieces } from '../documents/store-in-pieces.ts';
import { createId } from '@connectory/encoding';
import { newImport } from '../imports/import-record.ts';
import { violatedReference } from '../postgres/database-errors.ts';
import type { Database } from '../postgres/database.ts';
import type { FragmentSession, SqlSession } from '../postgres/sql-session.ts';
import {
  findExceededQuota,
  noStoredQuotas,
  QuotaExceededError,
  type QuotaUse,
  requireQuota,
  type StoredQuotaName,
} from '../quotas/stored-quotas.ts';
import type { ImportSubmission, SubmittedDocument } from './submission.ts';

/** A document up to this size is sent without checking whether it is stored: the check would take longer. */
const uncheckedBytes = 64 * 1024;

/**
 * Inserts an import, `queued`, and its document, if there is one. A stored document is not encoded and sent again, unless it is small or was
 * just removed.
 */
export async function insertImport(database: Database, submission: ImportSubmission): Promise<ImportRecord> {
  const { document } = submission;
  const { sql, origin } = database;
  const isKnown = document !== undefined && document.bytes > uncheckedBytes && (await isStored(sql, document.sha256));
  let sent = document === undefined || isKnown ? undefined : await contentOf(database, submission, document);
  for (;;) {
    try {
      return await insertWith(sql, { origin, submission, sent });
    } catch (error) {
      if (document === undefined || violatedReference(error) !== 'imports_document_sha256_fkey') throw error;
      sent = await contentOf(database, submission, document);
    }
  }
}

/**
 * Inserts an import as `running`, claimed by the caller, within a transaction that also ends it. It is never visible as running. Its document
 * is not sent.
 * @throws a violation of `imports_document_sha256_fkey` when the document is not stored.
 */
export async function insertClaimed(
  tx: FragmentSession,
  origin: ChangeOrigin,
  submission: ImportSubmission & { readonly connectorId: string; readonly document: SubmittedDocument },
): Promise<ClaimedWork> {
  const { document, organisationId, connectorId, version = null, options } = submission;
  const { sha256: documentSha256, filename, mediaType } = document;
  const token = randomUUID();
  const { id } = await insertWith(tx, { origin, submission, claimToken: token });
  const target = { organisationId, connectorId, createsConnector: false, version, options };
  return {
    claim: { importId: id, token },
    ...target,
    documentSha256,
    filename,
    mediaType,
    // It ends without reading the document.
    overlays: [],
    overlaysHash: null,
    document: undefined,
  };
}

/** The document to insert with the import; undefined for a large one, which is stored before it. */
async function contentOf(
  database: Database,
  submission: ImportSubmission,
  document: SubmittedDocument,
): Promise<NewDocument | undefined> {
  const { sha256, bytes, encoding, content, pieces } = document;
  if (pieces === undefined) return { sha256, bytes, encoding, content: await content() };
  // Checked again with the insertion of the import; here so that no large document is stored for nothing.
  await requireQuota(database.sql, useOf(submission, true), submission.quotas ?? noStoredQuotas);
  await storeInPieces(database, document, pieces());
  return undefined;
}

async function isStored(sql: SqlSession, sha256: Uint8Array): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`select 1 from documents where sha256 = ${sha256}`;
  return rows.length === 1;
}

interface Insertion {
  readonly origin: ChangeOrigin;
  readonly submission: ImportSubmission;
  readonly sent?: NewDocument | undefined;
  readonly claimToken?: string;
}

async function insertWith(sql: FragmentSession, insertion: Insertion): Promise<ImportRecord> {
  const { origin, submission, sent, claimToken } = insertion;
  const { organisationId, version, document, idempotency, options, callbackUrl } = submission;
  const id = createId();
  const connectorId = submission.connectorId ?? createId();
  const createsConnector = submission.connectorId === undefined;
  const isQueued = claimToken === undefined;
  const key = activeKey({ connectorId: submission.connectorId, version, dryRun: options.dryRun });
  const [row] = await sql.$queryRaw<{ createdAt: Date; exceeded: StoredQuotaName | null }[]>`
    with quota as (
      select ${findExceededQuota(useOf(submission, isQueued), submission.quotas ?? noStoredQuotas)} as exceeded
    ), stored as (
      insert into documents (sha256, bytes, encoding, content)
      select ${sent?.sha256 ?? null}::bytea, ${sent?.bytes ?? null}::int, ${sent?.encoding ?? null}, ${sent?.content ?? null}::bytea
        from quota where ${sent !== undefined}::boolean and exceeded is null
      on conflict (sha256) do nothing
    ), audited as (
      ${insertAudit(origin, auditedAcceptance(id, connectorId, submission))}
       where (select exceeded from quota) is null
    ), inserted as (
      insert into imports (id, organisation_id, connector_id, creates_connector, version, active_key, document_sha256, filename,
                           media_type, options, callback_url, request_id, trace_parent, idempotency_key, fingerprint,
                           status, stage, claim_token, started_at, enqueued_at, enqueues, changed_by, overlays)
      select ${id}, ${organisationId}, ${connectorId}, ${createsConnector}::boolean, ${version ?? null}, ${key},
            ${document?.sha256 ?? null}::bytea, ${document?.filename ?? null}, ${document?.mediaType ?? null},
            ${JSON.stringify(options)}, ${callbackUrl ?? null}, ${submission.requestId}, ${submission.traceParent ?? null},
            ${idempotency?.key ?? null}, ${idempotency?.fingerprint ?? null}::bytea,
            ${isQueued ? 'queued' : 'running'}::import_status, ${isQueued ? 'queued' : 'parsing'}::import_stage, ${claimToken ?? null}::uuid,
            case when ${!isQueued}::boolean then now() end, case when ${isQueued}::boolean then now() end, ${isQueued ? 1 : 0}::int, ${actorJson(origin)},
            ${submission.overlays ?? null}
        from quota where exceeded is null
      returning created_at
    )
    select exceeded, (select created_at from inserted) as "createdAt" from quota`;
  if (row === undefined) throw new Error(`import ${id} was not stored`);
  if (row.exceeded !== null) throw new QuotaExceededError(row.exceeded);
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

function useOf({ organisationId, connectorId, options, document }: ImportSubmission, isQueued: boolean): QuotaUse {
  const creates = connectorId === undefined && options.dryRun !== true;
  // The size of a document that is to be fetched is not known yet.
  return { organisationId, waits: isQueued, creates, bytes: isQueued ? (document?.bytes ?? 1) : 0 };
}

function auditedAcceptance(id: string, connectorId: string, submission: ImportSubmission): AuditedChange {
  const { organisationId, version, document, options } = submission;
  const target = { kind: 'import', id };
  const details = { connectorId, version, filename: document?.filename, dryRun: options.dryRun };
  return { action: 'import.accepted', organisationId, target, details };
}

function describe({ sha256, bytes, filename, mediaType }: SubmittedDocument) {
  return { sha256: Buffer.from(sha256).toString('hex'), bytes, filename, mediaType };
}
