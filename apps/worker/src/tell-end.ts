import { type ClaimedImport, type Database, findImportEnd } from '@connectory/database';
import type { Logger } from '@connectory/runtime';
import type { WorkerMetrics } from './metrics/worker-metrics.ts';

/**
 * Counts an import that an attempt has ended and tells of it, by what its row says: whoever wrote that, child or parent. Nothing when
 * the attempt has ended nothing; who cancels an import counts that.
 */
export async function tellEnd(
  dependencies: { database: Database; logger: Logger; metrics: WorkerMetrics },
  claim: ClaimedImport,
): Promise<void> {
  const { database, logger, metrics } = dependencies;
  try {
    const end = await findImportEnd(database, claim.importId);
    if (end === undefined || end.attempts !== claim.attempt) return;
    if (end.status !== 'succeeded' && end.status !== 'failed') return;
    const { status, code, timings, connectorId, version } = end;
    metrics.ended.inc({ status, code });
    for (const [stage, ms] of Object.entries(timings)) metrics.stageSeconds.observe({ stage }, ms / 1000);
    logger.info({ status, ...(code === '' ? {} : { code }), connectorId, version, timings }, 'import ended');
  } catch (error) {
    // The import has ended all the same.
    logger.warn({ err: error }, 'end of the import not counted');
  }
}
