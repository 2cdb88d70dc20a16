import { type Database, type Enqueueable, markNotEnqueued } from '@connectory/database';
import { importJobId, type QueueProducer } from '@connectory/queue';
import { type Logger, withSpan } from '@connectory/runtime';

/** Adds the job of a queued import. It stays queued whatever becomes of its job: one that cannot be added now is added by the next sweep. */
export async function enqueueImport(
  dependencies: { database: Database; queue: QueueProducer; logger: Logger },
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
    logger.warn({ err: error, importId, requestId, jobId }, 'job not added, left to the sweeper');
    // Should this fail as well, the job is missed once it is overdue.
    await markNotEnqueued(database, delivery).catch((failure: unknown) => {
      logger.warn({ err: failure, importId, requestId }, 'sweeper not told');
    });
  }
}
