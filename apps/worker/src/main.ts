import { setTimeout as pause } from 'node:timers/promises';
import { createDatabase, registerDatabaseGauges, watchImports } from '@connectory/database';
import { importerVersion } from '@connectory/importer';
import { createOutbound, readOutboundOptions } from '@connectory/outbound';
import { createQueueProducer } from '@connectory/queue';
import {
  createLogger,
  createMetricsRegistry,
  createShutdown,
  exitWithParent,
  parseSettings,
  requireDatabaseUrl,
  SettingsError,
  startTracing,
} from '@connectory/runtime';
import { startCallbackSender } from './callbacks/callback-sender.ts';
import { startHealthServer } from './observability/health-server.ts';
import { startHousekeeper } from './upkeep/housekeeper.ts';
import { startImportLane } from './imports/import-lane.ts';
import { createInteractiveWork } from './imports/interactive-work.ts';
import { createWorkerMetrics } from './observability/worker-metrics.ts';
import { startReimportScheduler } from './reimports/reimport-scheduler.ts';
import { startSweeper } from './upkeep/sweeper.ts';

/** What of the shutdown's deadline is left for releasing claims once running work was cut off. */
const releaseReserveMs = 5_000;

/** A bulk import begins while interactive ones run after so long: it is slowed down by them, never stopped. */
const bulkPatienceMs = 2_000;

/** While somebody has imported so recently, bulk work rests for as long as it worked: the next interactive import finds the machine free every other time. */
const recentMs = 10_000;
const maxRestMs = 2_000;

async function main(): Promise<void> {
  const settings = parseSettings(process.env);
  const databaseUrl = requireDatabaseUrl(settings);
  const outbound = createOutbound(readOutboundOptions(settings));
  const logger = createLogger({ service: 'worker', level: settings.LOG_LEVEL });
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_SECONDS * 1000 });
  const onError = (error: Error): void => logger.warn({ err: error }, 'connection trouble');
  const tracing = await startTracing('worker', process.env);
  shutdown.onRelease('traces', () => tracing?.close());

  const silenceMs = settings.DATABASE_SILENCE_SECONDS * 1000;
  const database = createDatabase({ url: databaseUrl, poolSize: settings.DATABASE_POOL_SIZE, silenceMs, onError });
  shutdown.onRelease('database', () => database.close());
  const cancellations = watchImports({ url: databaseUrl, of: 'cancellations', onError });
  shutdown.onRelease('cancellations', () => cancellations.close());

  const queueOptions = { databaseUrl, redisUrl: settings.REDIS_URL, prefix: settings.QUEUE_PREFIX, onError };
  const queue = createQueueProducer(queueOptions);
  shutdown.onRelease('queue', () => queue.close());

  const registry = createMetricsRegistry('worker');
  registerDatabaseGauges(registry, database);
  const metrics = createWorkerMetrics(registry);
  const callbacks = startCallbackSender({
    database,
    outbound,
    logger,
    metrics,
    publicBaseUrl: settings.PUBLIC_BASE_URL,
    concurrency: settings.CALLBACK_CONCURRENCY,
    timeoutMs: settings.CALLBACK_TIMEOUT_SECONDS * 1000,
    maxHeaderBytes: settings.SCHEMA_URL_MAX_HEADER_BYTES,
    retryMs: settings.CALLBACK_RETRY_SECONDS * 1000,
    staleAfterMs: settings.STALE_AFTER_SECONDS * 1000,
  });
  const dependencies = {
    database,
    logger,
    metrics,
    limits: { heapMb: settings.IMPORT_HEAP_MB, timeoutMs: settings.IMPORT_TIMEOUT_SECONDS * 1000 },
    cancellations,
    heartbeatMs: settings.HEARTBEAT_SECONDS * 1000,
    staleAfterMs: settings.STALE_AFTER_SECONDS * 1000,
    maxAttempts: settings.IMPORT_MAX_ATTEMPTS,
    onCallback: () => callbacks.nudge(),
  };
  const laneQueue = { ...queueOptions, lockDurationMs: settings.STALE_AFTER_SECONDS * 1000 };
  const scheduler = startReimportScheduler({ database, queue, logger, importerVersion });
  const interactive = { job: 'import', concurrency: settings.WORKER_CONCURRENCY, queue: laneQueue } as const;
  const bulk = { job: 'bulk-import', concurrency: settings.WORKER_BULK_CONCURRENCY, queue: laneQueue } as const;
  const interactiveWork = createInteractiveWork();
  const inBulk = async (work: () => Promise<void>): Promise<void> => {
    await interactiveWork.untilQuiet(bulkPatienceMs);
    const begunAt = performance.now();
    await work().finally(() => scheduler.nudge());
    if (interactiveWork.isRecent(recentMs)) await pause(Math.min(performance.now() - begunAt, maxRestMs));
  };
  const lanes = [startImportLane(dependencies, { ...interactive, around: (work) => interactiveWork.during(work) })];
  if (bulk.concurrency > 0) lanes.push(startImportLane(dependencies, { ...bulk, around: inBulk }));

  const sweeper = startSweeper(
    { database, queue, logger, metrics },
    { intervalMs: settings.SWEEP_SECONDS * 1000, staleAfterMs: settings.STALE_AFTER_SECONDS * 1000 },
  );

  const retentionDays = settings.IMPORT_RETENTION_DAYS;
  const housekeeper = startHousekeeper(
    { database, queue, logger, metrics, retentionDays },
    settings.HOUSEKEEPING_SECONDS * 1000,
  );
  // All at once: nothing new is begun from the first moment on, and none waits for another's end.
  shutdown.onRelease('work', async () => {
    const cutOffMs = settings.SHUTDOWN_SECONDS * 1000 - releaseReserveMs;
    const keepers = [scheduler, sweeper, housekeeper].map((keeper) => keeper.stop());
    await Promise.all([...lanes.map((lane) => lane.close(cutOffMs)), callbacks.stop(cutOffMs), ...keepers]);
  });

  if (settings.WORKER_HEALTH_PORT !== 0) {
    const health = startHealthServer({ database, queue, registry, onError }, settings.WORKER_HEALTH_PORT);
    shutdown.onRelease('health server', () => void health.close());
  }

  shutdown.exitOnSignals();
  exitWithParent(() => process.kill(process.pid, 'SIGTERM'));
  logger.info(
    { concurrency: settings.WORKER_CONCURRENCY, queue: settings.REDIS_URL === undefined ? 'postgres' : 'redis' },
    'worker ready',
  );
}

main().catch((error: unknown) => {
  const isSettings = error instanceof SettingsError;
  const text = isSettings ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  process.exit(isSettings ? 2 : 1);
});
