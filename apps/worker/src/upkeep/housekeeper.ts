import { randomBytes } from 'node:crypto';
import {
  clearIdempotencyKeys,
  type Database,
  forgetExpiredImports,
  removeExpiredImports,
  removeUnreferenced,
  withHousekeepingLock,
} from '@connectory/database';
import type { QueueProducer } from '@connectory/queue';
import type { Logger } from '@connectory/runtime';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';

export interface HousekeepingDependencies {
  readonly database: Database;
  readonly queue: QueueProducer;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
  readonly retentionDays: number;
}

/** Rows in one statement: it holds its locks for milliseconds. */
const batchSize = 500;

/** How long one rule may go on in one run; the next run goes on where it stopped. */
const ruleMs = 10_000;

const oldJobMs = 24 * 3_600_000;

/** Does one batch. @returns how many were removed, and whether there is more to look at. */
type Rule = () => Promise<{ readonly removed: number; readonly more: boolean }>;

/**
 * Removes what is kept no longer, on a schedule and in batches: at any time one worker of an installation, however many there are.
 * A rule that fails keeps no other from its work.
 */
export function startHousekeeper(
  dependencies: HousekeepingDependencies,
  intervalMs: number,
): { run(): Promise<void>; stop(): Promise<void> } {
  const { database, logger, metrics } = dependencies;
  const rules = createRules(dependencies);
  let stopped = false;
  let running: Promise<void> | undefined;
  const keepHouse = async (): Promise<void> => {
    try {
      const done = await withHousekeepingLock(database, async () => {
        for (const [what, rule] of rules) await apply(what, rule, dependencies, () => stopped);
      });
      metrics.housekeepingRuns.inc({ outcome: done ? 'done' : 'left_to_another' });
    } catch (error) {
      metrics.housekeepingRuns.inc({ outcome: 'failed' });
      logger.warn({ err: error }, 'housekeeping failed');
    }
  };
  const run = (): Promise<void> => (running ??= keepHouse().finally(() => (running = undefined)));
  const timer = setInterval(() => void run(), intervalMs);
  return {
    run,
    stop: async () => {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}

async function apply(
  what: string,
  rule: Rule,
  { logger, metrics }: HousekeepingDependencies,
  isStopped: () => boolean,
): Promise<void> {
  const startedAt = performance.now();
  let total = 0;
  try {
    for (let more = true; more && !isStopped() && performance.now() - startedAt < ruleMs; ) {
      const batch = await rule();
      metrics.housekeepingRemoved.inc({ what }, batch.removed);
      total += batch.removed;
      more = batch.more;
    }
  } catch (error) {
    metrics.housekeepingFailed.inc({ what });
    logger.warn({ err: error, what }, 'housekeeping rule failed');
  }
  const ms = Math.round(performance.now() - startedAt);
  if (total > 0) logger.info({ what, removed: total, ms }, 'kept house');
}

/** In an order in which one leaves to the next what nothing refers to any more. */
function createRules({ database, queue, retentionDays }: HousekeepingDependencies): ReadonlyMap<string, Rule> {
  const limit = batchSize;
  const full = (removed: number) => ({ removed, more: removed === limit });
  return new Map<string, Rule>([
    ['imports', async () => full(await removeExpiredImports(database, { retentionDays, limit }))],
    ['expired_imports', async () => full(await forgetExpiredImports(database, { retentionDays, limit }))],
    ['idempotency_keys', clearKeys(database)],
    ['documents', walk(database, 'documents')],
    ['schemas', walk(database, 'schemas')],
    ['jobs', async () => ({ removed: await queue.removeOldJobs(oldJobMs), more: false })],
  ]);
}

/** Remembers how far it came: what it passed never gets a key again. */
function clearKeys(database: Database): Rule {
  let after = '';
  return async () => {
    const { removed, next } = await clearIdempotencyKeys(database, { after, limit: batchSize });
    if (next !== undefined) after = next;
    return { removed, more: next !== undefined };
  };
}

/**
 * Goes round a table by its hashes, as far as time allows in each run. It begins anywhere, so that workers that are restarted often do
 * not look at the same rows again and again; a run ends at the latest where it began.
 */
function walk(database: Database, table: 'documents' | 'schemas'): Rule {
  let after: Uint8Array = randomBytes(32);
  let wrapped = false;
  return async () => {
    const { removed, next } = await removeUnreferenced(database, table, { after, limit: batchSize });
    if (next !== undefined) {
      after = next;
      return { removed, more: true };
    }
    // From the start once more; who comes to the end a second time has seen everything.
    after = new Uint8Array();
    const more = !wrapped;
    wrapped = !wrapped;
    return { removed, more };
  };
}
