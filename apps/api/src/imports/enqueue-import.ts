import type { Enqueueable } from '@connectory/database';
import { importJobId, type QueueProducer } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';

/** Adds the job of a queued import. It stays queued whatever becomes of its job: one that cannot be added now is added by the sweeper. */
export async function enqueueImport(
  dependencies: { queue: QueueProducer; logger: Logger },
  delivery: Enqueueable,
): Promise<void> {
  const { importId } = delivery;
  try {
    await dependencies.queue.add('import', importJobId(delivery), { importId });
  } catch (error) {
    dependencies.logger.warn({ err: error, importId }, 'job not added, left to the sweeper');
  }
}
