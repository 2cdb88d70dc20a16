import { setTimeout as pause } from 'node:timers/promises';
import { advanceReimport, type Database, listActiveReimports, markNotEnqueued } from '@connectory/database';
import { importJobId, type QueueProducer } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';
import { createNudge } from '../polling/nudge.ts';

export interface ReimportScheduler {
  /** Advances the runs soon, because an import of theirs may have ended. */
  nudge(): void;
  stop(): Promise<void>;
}

interface SchedulerDependencies {
  readonly database: Database;
  readonly queue: QueueProducer;
  readonly logger: Logger;
  readonly metrics: Pick<WorkerMetrics, 'jobsNotAdded'>;
  /** Version of this worker's importer. Versions that it made are not imported again. */
  readonly importerVersion: string;
}

/** Time between two polls without a nudge. */
const idleMs = 1_000;

/** Minimum time between two polls, so that one poll handles the ends of many small imports. */
const minIntervalMs = 200;

/**
 * Advances bulk re-imports. It keeps no state: every worker runs one scheduler, and the database decides which of them advances a run.
 * If that worker dies, the next poll of another one continues the run.
 */
export function startReimportScheduler(dependencies: SchedulerDependencies): ReimportScheduler {
  const stopping = new AbortController();
  const nudge = createNudge(idleMs);
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nudge.forget();
      const more = await advanceAll(dependencies, stopping.signal);
      if (!more) await nudge.wait();
      await pause(minIntervalMs);
    }
  };
  const running = loop();
  return {
    nudge: () => nudge.nudge(),
    stop: async () => {
      stopping.abort();
      nudge.nudge();
      await running;
    },
  };
}

/** @returns whether more can be started right now. Errors are logged; the next poll tries again. */
async function advanceAll(dependencies: SchedulerDependencies, signal: AbortSignal): Promise<boolean> {
  const { database, logger } = dependencies;
  let more = false;
  try {
    for (const reimportId of await listActiveReimports(database)) {
      if (signal.aborted) return false;
      if (await advance(dependencies, reimportId)) more = true;
    }
  } catch (error) {
    logger.error({ err: error }, 'failed to advance bulk re-imports');
  }
  return more;
}

async function advance(dependencies: SchedulerDependencies, reimportId: string): Promise<boolean> {
  const { database, queue, logger, importerVersion } = dependencies;
  const { begun, more } = await advanceReimport(database, reimportId, importerVersion);
  for (const delivery of begun) {
    try {
      await queue.add('bulk-import', importJobId(delivery), { importId: delivery.importId });
    } catch (error) {
      dependencies.metrics.jobsNotAdded.inc();
      logger.warn(
        { err: error, importId: delivery.importId, reimportId },
        'failed to add the job; the sweeper adds it',
      );
      await markNotEnqueued(database, [delivery]);
    }
  }
  return more;
}
