import { type Database, findImportEnd, type ImportEndFacts } from '@connectory/database';
import type { ClaimedImport } from '@connectory/lifecycle';
import type { Logger } from '@connectory/runtime';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';

/** Counts an import that an attempt has ended, and tells of it. Who cancels an import counts that. */
export function tellEnd({ logger, metrics }: { logger: Logger; metrics: WorkerMetrics }, end: ImportEndFacts): void {
  const { status, code, timings, connectorId, version } = end;
  if (status !== 'succeeded' && status !== 'failed') return;
  metrics.ended.inc({ status, code });
  for (const [stage, ms] of Object.entries(timings)) metrics.stageSeconds.observe({ stage }, ms / 1000);
  logger.info({ status, ...(code === '' ? {} : { code }), connectorId, version, timings }, 'import ended');
}

/** The same by what the import's row says, whoever wrote that, child or parent; nothing when the attempt has ended nothing. */
export async function tellStoredEnd(
  dependencies: { database: Database; logger: Logger; metrics: WorkerMetrics },
  claim: ClaimedImport,
): Promise<void> {
  try {
    const end = await findImportEnd(dependencies.database, claim.importId);
    if (end !== undefined && end.attempts === claim.attempt) tellEnd(dependencies, end);
  } catch (error) {
    // The import has ended all the same.
    dependencies.logger.warn({ err: error }, 'end of the import not counted');
  }
}
