/*
 * Every statement that changes the status of an import, with those of `claim-import.ts`, which begin an attempt or give it up.
 *
 *  insertImport (acceptance/), beginItems (reimports/)
 *        │
 *        ▼        claimNextImport        endSucceeded, endUnchangedImport
 *     queued ────────────────► running ──────────────────────────────────► succeeded
 *      │ ▲ ▲                    │ │ │              failImport
 *      │ │ └────────────────────┘ │ └────────────────────────────────────► failed ─────┐
 *      │ │    releaseImport,      │                                                     │
 *      │ │    releaseStaleImports │     cancelImport, cancelImportsOfReimport           │
 *      └─┼────────────────────────┴────────────────────────────────────► cancelled ────┤
 *        └──────────────────────────── requeueImport ───────────────────────────────────┘
 *
 * - The transitions of an attempt are fenced by its claim (`fence.ts`); all others compare the status. Of two concurrent ones, one applies.
 * - An import whose version already has the same content is inserted as `running` and ended in one transaction, so it is never visible
 *   as running.
 * - Each transition raises `revision` and notifies `importChannel`. A cancellation also notifies `cancellationChannel`.
 * - The database trigger `imports_add_callback` (migration `callbacks`) inserts the row of `callbacks` within the transaction that ends an
 *   import with a callback URL. No code here does it.
 */
import type { PackedPlaces } from '@connectory/encoding';
import {
  type Claim,
  type ClaimedWork,
  type ImportError,
  type ImportSummary,
  type ImportTimings,
  type SucceededImport,
  summariseImport,
} from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { changesOfImport } from '../audit/changes-of-import.ts';
import { insertAuditOfChanged, insertAuditOfImport } from '../audit/record-audit.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { sqlFragment } from '../postgres/sql-fragment.ts';
import type { FragmentSession } from '../postgres/sql-session.ts';
import { holdsClaim } from './fence.ts';
import { cancellationChannel, importChannel } from './import-channel.ts';
import { joinPlaces } from './import-places.ts';

/** Columns of every import that ends, besides its status and `finished_at`. */
const endedColumns = sqlFragment`
  stage = 'done', claim_token = null, heartbeat_at = null, active_key = null, revision = imports.revision + 1`;

/** Ends a statement whose CTE `changed` returns `id` and `status`. */
const notifyChanged = sqlFragment`select pg_notify(${importChannel}, id || ' ' || status)::text from changed`;

/** An import that has succeeded, and whether its version replaced a draft. */
export interface WrittenImport extends SucceededImport {
  readonly isReplaced: boolean;
}

/** `running → succeeded`, within the transaction that has locked the import's row by its claim. */
export async function endSucceeded(tx: FragmentSession, work: ClaimedWork, ended: WrittenImport): Promise<void> {
  const { facts, messages } = ended;
  const { actions, triggers } = ended.edits?.counts ?? facts.counts;
  const total = actions + triggers;
  await tx.$queryRaw`
    with changed as (
      update imports
         set status = 'succeeded', ${endedColumns}, finished_at = clock_timestamp(),
             progress_done = ${total}::int, progress_total = ${total}::int,
             version = ${ended.version}, version_id = ${ended.versionId}, openapi = ${facts.openapi},
             summary = ${JSON.stringify(summariseImport(ended))}, coverage = ${JSON.stringify(facts.coverage)},
             messages = ${messages.json}, timings = ${JSON.stringify(ended.timings)}
       where id = ${work.claim.importId}
      returning id, status, request_id, changed_by
    ), audited as (
      ${insertAuditOfImport(changesOfImport(work, ended))}
    )
    ${notifyChanged}`;
}

/** An import that found a version with the same content. */
export interface UnchangedImport {
  readonly same: {
    readonly id: string;
    readonly version: string;
    readonly coverage: string;
    readonly openapi: string;
    /** The import that made it. */
    readonly madeBy: string;
  };
  /** Null after a dry run. */
  readonly versionId: string | null;
  readonly summary: ImportSummary;
  readonly diffJson: string;
  readonly timings: ImportTimings;
}

/** `running → succeeded` for an import without changes. It takes its messages and coverage from the version and the import that made it. */
export async function endUnchangedImport(tx: FragmentSession, claim: Claim, ended: UnchangedImport): Promise<void> {
  const { same, summary } = ended;
  const total = summary.actions + summary.triggers;
  await tx.$queryRaw`
    with effect as (
      insert into import_effects (import_id, diff) values (${claim.importId}, ${ended.diffJson})
    ), places as (
      insert into import_places (import_id, listing, content)
      select ${claim.importId}, listing, content from import_places where import_id = ${same.madeBy}
    ), changed as (
      update imports
         set status = 'succeeded', ${endedColumns}, finished_at = clock_timestamp(),
             progress_done = ${total}::int, progress_total = ${total}::int,
             version = ${same.version}, version_id = ${ended.versionId}, openapi = ${same.openapi},
             summary = ${JSON.stringify(summary)}, coverage = ${same.coverage}, messages = v.messages,
             timings = ${JSON.stringify(ended.timings)}
        from connector_versions v
       where imports.id = ${claim.importId} and v.id = ${same.id}
      returning imports.id, imports.status
    )
    ${notifyChanged}`;
}

export interface ImportFailure {
  readonly error: ImportError;
  /** JSON array of Message. */
  readonly messagesJson: string;
  readonly places?: PackedPlaces | undefined;
  readonly openapi?: string;
  readonly timings: ImportTimings;
}

/** `running → failed`: the document is at fault, or no attempts are left. @returns false when the claim is lost. */
export async function failImport(database: Database, claim: Claim, failure: ImportFailure): Promise<boolean> {
  const places = failure.places && joinPlaces(failure.places);
  const rows = await database.sql.$queryRaw<unknown[]>`
    with changed as (
      update imports
         set status = 'failed', ${endedColumns}, finished_at = now(), error = ${JSON.stringify(failure.error)},
             messages = ${failure.messagesJson}, openapi = coalesce(${failure.openapi ?? null}, openapi),
             timings = ${JSON.stringify(failure.timings)}
       where ${holdsClaim(claim)}
      returning id, status
    ), places as (
      insert into import_places (import_id, listing, content)
      select id, ${places?.listingJson ?? null}, ${places?.content ?? null}::bytea from changed
       where ${places !== undefined}::boolean
    )
    ${notifyChanged}`;
  return rows.length === 1;
}

export type Cancellation = { readonly outcome: 'cancelled' } | { readonly outcome: 'ended' };

/**
 * `queued | running → cancelled`. The running attempt loses its claim: the fence stops its writes, and a notification or its next
 * heartbeat stops the attempt. If its version is just being written, the statement waits, and the import has ended.
 */
export async function cancelImport(database: Database, importId: string): Promise<Cancellation> {
  const { origin, sql } = database;
  const rows = await sql.$queryRaw<unknown[]>`
    with changed as (
      update imports set status = 'cancelled', ${endedColumns}, finished_at = now(), changed_by = ${actorJson(origin)}
       where id = ${importId} and status in ('queued', 'running')
      returning id, status, organisation_id
    ), audited as (
      ${insertAuditOfChanged(origin, { action: 'import.cancelled', target: { kind: 'import', id: importId } })}
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text, pg_notify(${cancellationChannel}, id)::text from changed`;
  return { outcome: rows.length === 1 ? 'cancelled' : 'ended' };
}

/** The same for all running items of a bulk re-import, within the caller's transaction. */
export async function cancelImportsOfReimport(tx: Transaction, reimportId: string): Promise<void> {
  await tx.$queryRaw`
    with changed as (
      update imports
         set status = 'cancelled', stage = 'done', claim_token = null, heartbeat_at = null, active_key = null,
             finished_at = now(), revision = revision + 1
       where id in (select import_id from reimport_items where reimport_id = ${reimportId} and outcome = 'running')
         and status in ('queued', 'running')
      returning id, status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text, pg_notify(${cancellationChannel}, id)::text from changed`;
}

/** An import that has ended and is to run again. */
export interface RequeuedImport {
  readonly id: string;
  readonly status: 'failed' | 'cancelled';
  readonly enqueues: number;
  readonly activeKey: string | null;
  /** Removes its document, which is then fetched again. */
  readonly fetchesAgain: boolean;
  /** JSON object of Actor: who retries it. */
  readonly changedBy: string;
}

/**
 * `failed | cancelled → queued`, with all columns as in a new import. Compares status and `enqueues`: of two concurrent retries one wins.
 * @returns false when the import has changed since it was read.
 */
export async function requeueImport(tx: Transaction, requeued: RequeuedImport): Promise<boolean> {
  const { id, status, enqueues, activeKey, fetchesAgain, changedBy } = requeued;
  const { count } = await tx.import.updateMany({
    where: { id, status, enqueues },
    data: {
      ...newImportColumns,
      ...(fetchesAgain ? { documentSha256: null, sourceEtag: null, sourceLastModified: null } : {}),
      activeKey,
      changedBy,
      submittedAt: new Date(),
      enqueuedAt: new Date(),
      enqueues: enqueues + 1,
      revision: { increment: 1 },
    },
  });
  if (count === 0) return false;
  await tx.importPlaces.deleteMany({ where: { importId: id } });
  // By the clock of the database, which claims compare with.
  await tx.$queryRaw`
    update imports set due_at = now() where id = ${id} returning pg_notify(${importChannel}, ${`${id} queued`})::text`;
  return true;
}

const newImportColumns = {
  status: 'queued',
  stage: 'queued',
  progressDone: 0,
  progressTotal: 0,
  attempts: 0,
  outages: 0,
  lastFailure: null,
  claimToken: null,
  heartbeatAt: null,
  openapi: null,
  summary: null,
  coverage: null,
  messages: '[]',
  error: null,
  timings: '{}',
  startedAt: null,
  finishedAt: null,
} as const;
