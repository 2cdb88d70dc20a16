import { type ClaimedLane, type Database, type Enqueueable, markNotEnqueued } from '@connectory/database';
import { importJobId, type QueueProducer } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';

/** Adds the job of the next attempt. If that fails, the import stays queued and the sweeper adds the job. */
export async function addRetryJob(
  dependencies: {
    database: Database;
    queue: QueueProducer;
    logger: Logger;
    claimedLane: ClaimedLane;
    metrics: WorkerMetrics;
  },
  released: Enqueueable,
  delayMs: number,
): Promise<void> {
  const { database, queue, logger, claimedLane } = dependencies;
  const { importId } = released;
  const jobId = importJobId(released);
  try {
    await queue.add(claimedLane.lane, jobId, { importId }, delayMs);
  } catch (error) {
    dependencies.metrics.jobsNotAdded.inc();
    logger.warn({ err: error, importId, jobId }, 'failed to add the job of a retry; the sweeper adds it');
    await markNotEnqueued(database, [released]).catch((failure: unknown) => {
      logger.warn({ err: failure, importId }, 'failed to reset the enqueue mark');
    });
  }
}
