import { randomBytes } from 'node:crypto';
import {
  clearIdempotencyKeys,
  type Database,
  forgetExpiredImports,
  onBehalfOf,
  removeExpiredEvents,
  removeExpiredImports,
  removeExpiredSessions,
  removeExpiredUploads,
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
  /** Days for which audit events are kept. */
  readonly auditDays: number;
}

/** Rows of one statement. Small, so that it holds its locks for milliseconds only. */
const batchSize = 500;

/** Time limit of one rule in one run. The next run continues. */
const maxRuleMs = 10_000;

const oldJobMs = 24 * 3_600_000;

/** Removes one batch. @returns the number of removed items, and whether there may be more. */
type Rule = () => Promise<{ readonly removed: number; readonly more: boolean }>;

/**
 * Removes expired and unreferenced data, on a schedule and in batches. A database lock ensures that only one worker does so at a time.
 * If one rule fails, the others still run.
 */
export function startHousekeeper(
  dependencies: HousekeepingDependencies,
  intervalMs: number,
): { run(): Promise<void>; stop(): Promise<void> } {
  const { database, logger, metrics } = dependencies;
  const rules = createRules(dependencies);
  for (const kind of rules.keys()) {
    metrics.housekeepingRemoved.inc({ kind }, 0);
    metrics.housekeepingFailed.inc({ kind }, 0);
  }
  let stopped = false;
  let running: Promise<void> | undefined;
  const runOnce = async (): Promise<void> => {
    try {
      const done = await withHousekeepingLock(database, async () => {
        for (const [kind, rule] of rules) await applyRule(kind, rule, dependencies, () => stopped);
      });
      metrics.housekeepingRuns.inc({ outcome: done ? 'done' : 'skipped_locked' });
      if (done) metrics.housekeepingDone.setToCurrentTime();
    } catch (error) {
      metrics.housekeepingRuns.inc({ outcome: 'failed' });
      logger.warn({ err: error }, 'housekeeping failed');
    }
  };
  const run = (): Promise<void> => (running ??= runOnce().finally(() => (running = undefined)));
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

async function applyRule(
  kind: string,
  rule: Rule,
  { logger, metrics }: HousekeepingDependencies,
  isStopped: () => boolean,
): Promise<void> {
  const startedAt = performance.now();
  let total = 0;
  try {
    for (let more = true; more && !isStopped() && performance.now() - startedAt < maxRuleMs; ) {
      const batch = await rule();
      metrics.housekeepingRemoved.inc({ kind }, batch.removed);
      total += batch.removed;
      more = batch.more;
    }
  } catch (error) {
    metrics.housekeepingFailed.inc({ kind });
    logger.warn({ err: error, kind }, 'housekeeping rule failed');
  }
  const ms = Math.round(performance.now() - startedAt);
  if (total > 0) logger.info({ kind, removed: total, ms }, 'housekeeping finished');
}

/** The rules by the kind of item that they remove. In this order, a rule leaves unreferenced rows for the rules after it. */
function createRules(dependencies: HousekeepingDependencies): ReadonlyMap<string, Rule> {
  const { queue, retentionDays, auditDays } = dependencies;
  const database = onBehalfOf(dependencies.database, { actor: { kind: 'system', id: 'housekeeping' } });
  const limit = batchSize;
  const full = (removed: number) => ({ removed, more: removed === limit });
  return new Map<string, Rule>([
    ['imports', async () => full(await removeExpiredImports(database, { retentionDays, limit }))],
    ['expired_imports', async () => full(await forgetExpiredImports(database, { retentionDays, limit }))],
    ['idempotency_keys', clearKeys(database)],
    ['upload_urls', async () => full(await removeExpiredUploads(database, { limit }))],
    ['sessions', async () => full(await removeExpiredSessions(database, { limit }))],
    ['documents', scanUnreferenced(database, 'documents')],
    ['schemas', scanUnreferenced(database, 'schemas')],
    ['audit_events', async () => full(await removeExpiredEvents(database, { retentionDays: auditDays, limit }))],
    ['jobs', async () => ({ removed: await queue.removeOldJobs(oldJobMs), more: false })],
  ]);
}

/** Keeps its position between runs: rows before it never get a key again. */
function clearKeys(database: Database): Rule {
  let after = '';
  return async () => {
    const { removed, next } = await clearIdempotencyKeys(database, { after, limit: batchSize });
    if (next !== undefined) after = next;
    return { removed, more: next !== undefined };
  };
}

/**
 * Scans a table in order of its hashes, as far as the time limit of a run allows. The first scan starts at a random hash, because workers
 * that restart often would otherwise scan the same rows each time.
 */
function scanUnreferenced(database: Database, table: 'documents' | 'schemas'): Rule {
  let after: Uint8Array = randomBytes(32);
  let wrapped = false;
  return async () => {
    const { removed, next } = await removeUnreferenced(database, table, { after, limit: batchSize });
    if (next !== undefined) {
      after = next;
      return { removed, more: true };
    }
    // Start again from the first hash. After the second wrap, the whole table has been scanned.
    after = new Uint8Array();
    const more = !wrapped;
    wrapped = !wrapped;
    return { removed, more };
  };
}
