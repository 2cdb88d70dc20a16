import { type Database, type Enqueueable, markNotEnqueued } from '@connectory/database';
import { importJobId, type QueueProducer } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';

/** Adds the job of a queued import. It stays queued whatever becomes of its job: one that cannot be added now is added by the next sweep. */
export async function enqueueImport(
  dependencies: { database: Database; queue: QueueProducer; logger: Logger },
  delivery: Enqueueable,
): Promise<void> {
  const { database, logger } = dependencies;
  const { importId } = delivery;
  try {
    await dependencies.queue.add('import', importJobId(delivery), { importId });
  } catch (error) {
    logger.warn({ err: error, importId }, 'job not added, left to the sweeper');
    // Should this fail as well, the job is missed once it is overdue.
    await markNotEnqueued(database, delivery).catch((failure: unknown) => {
      logger.warn({ err: failure, importId }, 'sweeper not told');
    });
  }
}
