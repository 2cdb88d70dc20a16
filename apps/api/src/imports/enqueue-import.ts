import { type Database, type Enqueueable, markNotEnqueued } from '@connectory/database';
import { importJobId, type QueueProducer } from '@connectory/queue';
import { type Logger, withSpan } from '@connectory/runtime';
import type { ApiMetrics } from '../metrics/api-metrics.ts';

/** Adds the job of a queued import. If that fails, the import stays queued and the sweeper adds the job. */
export async function enqueueImport(
  dependencies: { database: Database; queue: QueueProducer; logger: Logger; metrics: Pick<ApiMetrics, 'jobsNotAdded'> },
  delivery: Enqueueable & { readonly requestId: string },
): Promise<void> {
  const { database, logger } = dependencies;
  const { importId, requestId } = delivery;
  const jobId = importJobId(delivery);
  try {
    await withSpan('enqueue import', { kind: 'producer', attributes: { 'connectory.import.id': importId } }, () =>
      dependencies.queue.add('import', jobId, { importId }),
    );
    logger.debug({ importId, requestId, jobId }, 'job added');
  } catch (error) {
    dependencies.metrics.jobsNotAdded.inc();
    logger.warn({ err: error, importId, requestId, jobId }, 'failed to add the job; the sweeper adds it');
    // If this fails too, the sweeper finds the import when it is overdue.
    await markNotEnqueued(database, [delivery]).catch((failure: unknown) => {
      logger.warn({ err: failure, importId, requestId }, 'failed to reset the enqueue mark');
    });
  }
}
