import { randomUUID } from 'node:crypto';
import {
  type CallbackAttempt,
  type CallbackRecord,
  type CallbackVerdict,
  type ImportError,
  type ImportRequestOptions,
  type ImportStatus,
  type ImportSummary,
  parseStored,
} from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';

/** A notification that is due, leased to one worker. */
export interface DueCallback {
  readonly id: string;
  readonly token: string;
  readonly url: string;
  /** Number of attempts before this one. */
  readonly attemptCount: number;
  readonly createdAt: Date;
  readonly organisationId: string;
  readonly import: {
    readonly id: string;
    readonly connectorId: string;
    readonly dryRun: boolean;
    readonly version: string | null;
    readonly versionId: string | null;
    readonly status: ImportStatus;
    readonly summary: ImportSummary | null;
    readonly error: ImportError | null;
    readonly createdAt: Date;
    readonly finishedAt: Date;
  };
}

interface DueRow extends Pick<DueCallback, 'id' | 'url' | 'attemptCount' | 'createdAt' | 'organisationId'> {
  readonly importId: string;
  readonly connectorId: string;
  readonly options: string;
  readonly version: string | null;
  readonly versionId: string | null;
  readonly outcome: ImportStatus;
  readonly summary: string | null;
  readonly error: string | null;
  readonly importCreatedAt: Date;
  readonly finishedAt: Date;
}

/** Leases due notifications, the longest waiting first. If no attempt is recorded within `leaseMs`, another worker can take them. */
export async function claimDueCallbacks(
  database: Database,
  options: { limit: number; leaseMs: number },
): Promise<readonly DueCallback[]> {
  const token = randomUUID();
  const rows = await database.sql.$queryRaw<DueRow[]>`
    with due as (
      select id from callbacks
       where next_attempt_at <= now()
       order by next_attempt_at limit ${options.limit}::int
         for update skip locked
    )
    update callbacks c
       set claim_token = ${token}::uuid, next_attempt_at = now() + make_interval(secs => ${options.leaseMs / 1000}::float8)
      from due, imports i
     where c.id = due.id and i.id = c.import_id
    returning c.id, c.url, c.attempt_count as "attemptCount", c.created_at as "createdAt", i.organisation_id as "organisationId",
              i.id as "importId", i.connector_id as "connectorId", i.options, c.version, c.version_id as "versionId",
              c.outcome::text as outcome, c.summary, c.error, i.created_at as "importCreatedAt", c.finished_at as "finishedAt"`;
  return rows.map((row) => toDueCallback(row, token));
}

function toDueCallback(row: DueRow, token: string): DueCallback {
  const { id, url, attemptCount, createdAt, organisationId } = row;
  return {
    id,
    token,
    url,
    attemptCount,
    createdAt,
    organisationId,
    import: {
      id: row.importId,
      connectorId: row.connectorId,
      dryRun: parseStored<ImportRequestOptions>(row.options).dryRun === true,
      version: row.version,
      versionId: row.versionId,
      status: row.outcome,
      summary: row.summary === null ? null : parseStored<ImportSummary>(row.summary),
      error: row.error === null ? null : parseStored<ImportError>(row.error),
      createdAt: row.importCreatedAt,
      finishedAt: row.finishedAt,
    },
  };
}

/**
 * Records an attempt, and raises the revision of its import, because clients see the notification as part of it.
 * @returns false when the lease has passed to another worker.
 */
export async function recordCallbackAttempt(
  database: Database,
  callback: Pick<DueCallback, 'id' | 'token'>,
  attempt: CallbackAttempt,
  verdict: CallbackVerdict,
): Promise<boolean> {
  const waitSeconds = verdict.status === 'pending' ? verdict.nextAttemptInMs / 1000 : null;
  const count = await database.prisma.$executeRaw`
    with recorded as (
      update callbacks
         set status = ${verdict.status}::callback_status, claim_token = null, attempt_count = attempt_count + 1,
             attempts = (attempts::jsonb || ${JSON.stringify(attempt)}::jsonb)::text,
             next_attempt_at = now() + make_interval(secs => ${waitSeconds}::float8)
       where id = ${callback.id} and claim_token = ${callback.token}::uuid
      returning import_id
    )
    update imports set revision = revision + 1 from recorded where imports.id = recorded.import_id`;
  return count === 1;
}

/** The notifications of imports that have ended, by import id. An import that ended more than once has its last one. */
export async function readCallbacks(
  database: Database,
  importIds: readonly string[],
): Promise<ReadonlyMap<string, CallbackRecord>> {
  if (importIds.length === 0) return new Map();
  const rows = await database.prisma.callback.findMany({
    where: { importId: { in: [...importIds] } },
    select: { importId: true, url: true, status: true, attempts: true, nextAttemptAt: true },
    orderBy: { createdAt: 'asc' },
  });
  const ended = rows.map(({ importId, attempts, ...row }): [string, CallbackRecord] => [
    importId,
    { ...row, attempts: parseStored<readonly CallbackAttempt[]>(attempts) },
  ]);
  return new Map(ended);
}
