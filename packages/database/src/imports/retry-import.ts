import { activeKey, type ChangeOrigin, type ImportRequestOptions, parseStored } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { violatedConstraint } from '../postgres/database-errors.ts';
import {
  noStoredQuotas,
  QuotaExceededError,
  requireQuota,
  type StoredQuotaName,
  type StoredQuotas,
} from '../quotas/stored-quotas.ts';
import { findVersionObstacle } from './find-version-obstacle.ts';
import { requeueImport } from './transitions.ts';

export type RetryOutcome =
  /** The caller adds the job with this number. If that fails, the sweeper adds it. */
  | { readonly outcome: 'queued'; readonly enqueues: number }
  /** The import has not ended, or has succeeded, or a concurrent retry was first. */
  | { readonly outcome: 'not-retryable' }
  | { readonly outcome: 'connector-not-found' }
  | { readonly outcome: 'document-gone' }
  | { readonly outcome: 'version-exists' }
  /** The version to be replaced was published since. */
  | { readonly outcome: 'version-published' }
  /** Another import of the same version has not ended. */
  | { readonly outcome: 'import-in-progress' }
  | { readonly outcome: 'quota-exceeded'; readonly quota: StoredQuotaName };

/**
 * Queues a failed or cancelled import again, with the same document. A document that came from a URL is fetched again.
 * @param quotas of an organisation without its own.
 */
export async function retryImport(
  database: Database,
  importId: string,
  quotas: StoredQuotas = noStoredQuotas,
): Promise<RetryOutcome> {
  try {
    return await database.prisma.$transaction((tx) => retryWithin(tx, database.origin, { importId, quotas }));
  } catch (error) {
    if (error instanceof QuotaExceededError) return { outcome: 'quota-exceeded', quota: error.quota };
    if (violatedConstraint(error) === 'imports_active_key_key') return { outcome: 'import-in-progress' };
    throw error;
  }
}

async function retryWithin(
  tx: Transaction,
  origin: ChangeOrigin,
  { importId, quotas }: { importId: string; quotas: StoredQuotas },
): Promise<RetryOutcome> {
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
  const { organisationId, connectorId, createsConnector, version, status, enqueues } = row;
  const options = parseStored<ImportRequestOptions>(row.options);
  // A bulk re-import uses the stored document, unless it was asked to fetch documents again.
  const fetchesAgain = options.schemaURL !== undefined && (row.reimportId === null || options.refetch === true);
  if (row.documentSha256 === null && !fetchesAgain) return { outcome: 'document-gone' };
  if (!createsConnector) {
    if ((await tx.connector.count({ where: { id: connectorId, organisationId } })) === 0)
      return { outcome: 'connector-not-found' };
    const obstacle = version === null ? undefined : await findVersionObstacle(tx, { connectorId, version, options });
    if (obstacle !== undefined) return { outcome: obstacle };
  }
  if (row.reimportId === null)
    await requireQuota(tx, { organisationId, waits: true, creates: createsConnector, bytes: 0 }, quotas);
  const key = activeKey({ connectorId: createsConnector ? undefined : connectorId, version, dryRun: options.dryRun });
  const changedBy = actorJson(origin);
  const requeued = await requeueImport(tx, { id: importId, status, enqueues, activeKey: key, fetchesAgain, changedBy });
  if (!requeued) return { outcome: 'not-retryable' };
  const target = { kind: 'import', id: importId };
  await recordAudit(tx, origin, { action: 'import.retried', organisationId, target, details: { after: status } });
  return { outcome: 'queued', enqueues: enqueues + 1 };
}
