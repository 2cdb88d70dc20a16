import { randomUUID } from 'node:crypto';
import type { Database } from '../postgres/database.ts';
import type { CallbackStatus, ImportStatus } from '../generated/enums.ts';
import {
  type ImportError,
  type ImportRequestOptions,
  type ImportSummary,
  parseStored,
} from '../imports/import-record.ts';

export interface CallbackAttempt {
  /** RFC 3339. */
  readonly at: string;
  /** Of the answer, when there was one. */
  readonly status?: number;
  /** A stable code, when there was none. */
  readonly error?: string;
  readonly durationMs: number;
}

/** A callback that is due, held by whoever was given it. */
export interface DueCallback {
  readonly id: string;
  readonly token: string;
  readonly url: string;
  /** How often it was tried before. */
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

/**
 * Takes callbacks that are due, the longest waiting first. Each is held for `leaseMs`: whoever records nothing by then is taken for dead,
 * and another is given it.
 */
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

/** What becomes of a callback after an attempt. */
export type CallbackVerdict =
  | { readonly status: 'delivered' | 'given_up' }
  | { readonly status: 'pending'; readonly nextAttemptInMs: number };

/**
 * Records an attempt, and raises the revision of the import, of which the callback is a part.
 * @returns false when another holds the callback by now: it records its own.
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

/** The callback of an import as it is told: before the import has ended there is no row of it. */
export interface CallbackRecord {
  readonly url: string;
  readonly status: 'waiting' | CallbackStatus;
  readonly attempts: readonly CallbackAttempt[];
  readonly nextAttemptAt: Date | null;
}

/** The callbacks of imports that have ended, by import; the last one of an import that ended more than once. */
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
