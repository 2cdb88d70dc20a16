import { setTimeout as pause } from 'node:timers/promises';
import { advanceReimport, type Database, listActiveReimports } from '@connectory/database';
import { importJobId, type QueueProducer } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';
import { createNudge } from '../polling/nudge.ts';

export interface ReimportScheduler {
  /** Something may have ended: look soon. */
  nudge(): void;
  stop(): Promise<void>;
}

interface SchedulerDependencies {
  readonly database: Database;
  readonly queue: QueueProducer;
  readonly logger: Logger;
  /** Of the importer that this worker has: what it has made needs no making again. */
  readonly importerVersion: string;
}

/** Without a nudge: looked this often. */
const idleMs = 1_000;

/** With nudges: looked this often at most: one look serves the ends of many small imports. */
const restMs = 200;

/**
 * Keeps bulk re-imports going. It remembers nothing: any number of workers run one each, and what is to be done, and by whom, the
 * database decides. A run that no worker advances any more is gone on with by the next that looks.
 */
export function startReimportScheduler(dependencies: SchedulerDependencies): ReimportScheduler {
  const stopping = new AbortController();
  const nudge = createNudge(idleMs);
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      nudge.forget();
      const more = await advanceAll(dependencies, stopping.signal);
      if (!more) await nudge.wait();
      await pause(restMs);
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

/** @returns whether there is more to do at once. What fails is logged, and tried again by the next look. */
async function advanceAll(dependencies: SchedulerDependencies, signal: AbortSignal): Promise<boolean> {
  const { database, logger } = dependencies;
  let more = false;
  try {
    for (const reimportId of await listActiveReimports(database)) {
      if (signal.aborted) return false;
      if (await advance(dependencies, reimportId)) more = true;
    }
  } catch (error) {
    logger.error({ err: error }, 'bulk re-imports not advanced');
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
      logger.warn({ err: error, importId: delivery.importId, reimportId }, 'job not added, left to the sweeper');
    }
  }
  return more;
}
