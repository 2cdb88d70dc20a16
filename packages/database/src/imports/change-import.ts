import type { Database, Transaction } from '../postgres/database.ts';
import { violatedConstraint } from '../postgres/database-errors.ts';
import { activeKey } from './active-key.ts';
import { findVersionObstacle } from './find-version-obstacle.ts';
import { cancellationChannel, importChannel } from './import-channel.ts';
import { type ImportRequestOptions, parseStored } from './import-record.ts';

export type Cancellation = { readonly outcome: 'cancelled' } | { readonly outcome: 'ended' };

/**
 * `queued | running → cancelled`. Whoever runs it loses its claim, and is told: what it still tries to write is fenced off, and should
 * the word get lost, its next heartbeat tells it to stop. An import that is just being persisted is waited for, and has then ended.
 */
export async function cancelImport(database: Database, importId: string): Promise<Cancellation> {
  const rows = await database.prisma.$queryRaw<unknown[]>`
    with changed as (
      update imports
         set status = 'cancelled', stage = 'done', claim_token = null, heartbeat_at = null, active_key = null,
             finished_at = now(), revision = revision + 1
       where id = ${importId} and status in ('queued', 'running')
      returning id, status
    )
    select pg_notify(${importChannel}, id || ' ' || status)::text, pg_notify(${cancellationChannel}, id)::text from changed`;
  return { outcome: rows.length === 1 ? 'cancelled' : 'ended' };
}

export type Retrial =
  /** The caller adds the job of this number; should that fail, the sweeper does. */
  | { readonly outcome: 'queued'; readonly enqueues: number }
  /** It has not ended, or succeeded, or another retry was faster. */
  | { readonly outcome: 'not-retryable' }
  | { readonly outcome: 'connector-not-found' }
  | { readonly outcome: 'document-gone' }
  | { readonly outcome: 'version-exists' }
  /** The version that it is to replace was published since. */
  | { readonly outcome: 'version-published' }
  /** Another import of the same version has not ended yet. */
  | { readonly outcome: 'import-in-progress' };

/**
 * `failed | cancelled → queued`, as if new: no attempts, no error, no messages. The document is the same, or fetched again where it came
 * from a URL.
 */
export async function retryImport(database: Database, importId: string): Promise<Retrial> {
  try {
    return await database.prisma.$transaction((tx) => retryWithin(tx, importId));
  } catch (error) {
    if (violatedConstraint(error) === 'imports_active_key_key') return { outcome: 'import-in-progress' };
    throw error;
  }
}

async function retryWithin(tx: Transaction, importId: string): Promise<Retrial> {
  const row = await tx.import.findUnique({
    where: { id: importId },
    select: {
      organisationId: true,
      connectorId: true,
      createsConnector: true,
      version: true,
      documentSha256: true,
      status: true,
      enqueues: true,
      options: true,
      reimportId: true,
    },
  });
  if (row === null || (row.status !== 'failed' && row.status !== 'cancelled')) return { outcome: 'not-retryable' };
  const { organisationId, connectorId, createsConnector, version, enqueues } = row;
  const options = parseStored<ImportRequestOptions>(row.options);
  // A bulk re-import is about the documents that are stored, unless it was asked to fetch them.
  const fetchesAgain = options.schemaURL !== undefined && (row.reimportId === null || options.refetch === true);
  if (row.documentSha256 === null && !fetchesAgain) return { outcome: 'document-gone' };
  if (!createsConnector) {
    if ((await tx.connector.count({ where: { id: connectorId, organisationId } })) === 0)
      return { outcome: 'connector-not-found' };
    const obstacle = version === null ? undefined : await findVersionObstacle(tx, { connectorId, version, options });
    if (obstacle !== undefined) return { outcome: obstacle };
  }
  const { count } = await tx.import.updateMany({
    where: { id: importId, status: row.status, enqueues },
    data: {
      ...asNew,
      ...(fetchesAgain ? { documentSha256: null, sourceEtag: null, sourceLastModified: null } : {}),
      activeKey: activeKey({
        connectorId: createsConnector ? undefined : connectorId,
        version,
        dryRun: options.dryRun,
      }),
      submittedAt: new Date(),
      enqueuedAt: new Date(),
      enqueues: enqueues + 1,
      revision: { increment: 1 },
    },
  });
  if (count === 0) return { outcome: 'not-retryable' };
  await tx.$queryRaw`select pg_notify(${importChannel}, ${`${importId} queued`})::text`;
  return { outcome: 'queued', enqueues: enqueues + 1 };
}

const asNew = {
  status: 'queued',
  stage: 'queued',
  progressDone: 0,
  progressTotal: 0,
  attempts: 0,
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
