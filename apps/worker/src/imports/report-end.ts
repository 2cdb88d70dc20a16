import { type Database, findImportEnd, type ImportEndFacts } from '@connectory/database';
import type { ClaimedImport } from '@connectory/lifecycle';
import type { Logger } from '@connectory/runtime';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';

/** Counts and logs an import that an attempt has ended. Cancelled imports are counted by the process that cancels them. */
export function reportEnd({ logger, metrics }: { logger: Logger; metrics: WorkerMetrics }, end: ImportEndFacts): void {
  const { status, code, timings, connectorId, version } = end;
  if (status !== 'succeeded' && status !== 'failed') return;
  metrics.ended.inc({ status, code });
  for (const [stage, ms] of Object.entries(timings)) metrics.stageSeconds.observe({ stage }, ms / 1000);
  logger.info({ status, ...(code === '' ? {} : { code }), connectorId, version, timings }, 'import ended');
}

/** Reports the end that the import's row has, written by child or parent. Does nothing if this attempt has not ended the import. */
export async function reportStoredEnd(
  dependencies: { database: Database; logger: Logger; metrics: WorkerMetrics },
  claim: ClaimedImport,
): Promise<void> {
  try {
    const end = await findImportEnd(dependencies.database, claim.importId);
    if (end !== undefined && end.attempts === claim.attempt) reportEnd(dependencies, end);
  } catch (error) {
    // Only the count is lost: the import has ended.
    dependencies.logger.warn({ err: error }, 'failed to count the end of the import');
  }
}
