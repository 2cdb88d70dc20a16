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
  type Settings,
  SettingsError,
  startTracing,
} from '@connectory/runtime';
import { startCallbackSender } from './callbacks/callback-sender.ts';
import type { ImportJobDependencies } from './imports/import-job.ts';
import { startImportLane } from './imports/import-lane.ts';
import { createInteractiveWork, runBulkWork } from './imports/interactive-work.ts';
import { startHealthServer } from './observability/health-server.ts';
import { createWorkerMetrics } from './observability/worker-metrics.ts';
import { startReimportScheduler } from './reimports/reimport-scheduler.ts';
import { startHousekeeper } from './upkeep/housekeeper.ts';
import { startSweeper } from './upkeep/sweeper.ts';

/** Part of the shutdown deadline that is reserved for releasing claims after running work is cut off. */
const releaseReserveMs = 5_000;

async function main(): Promise<void> {
  const settings = parseSettings(process.env);
  const databaseUrl = requireDatabaseUrl(settings);
  const outbound = createOutbound(readOutboundOptions(settings));
  const logger = createLogger({ service: 'worker', level: settings.LOG_LEVEL });
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_SECONDS * 1000 });
  const onError = (error: Error): void => logger.warn({ err: error }, 'connection failed');
  const tracing = await startTracing('worker', process.env);
  shutdown.onRelease('traces', () => tracing?.close());

  const socketTimeoutMs = settings.DATABASE_SOCKET_TIMEOUT_SECONDS * 1000;
  const database = createDatabase({
    url: databaseUrl,
    poolSize: settings.DATABASE_POOL_SIZE,
    socketTimeoutMs,
    onError,
  });
  shutdown.onRelease('database', () => database.close());
  const cancellations = watchImports({ url: databaseUrl, of: 'cancellations', onError });
  shutdown.onRelease('cancellations', () => cancellations.close());
  const queueOptions = { databaseUrl, redisUrl: settings.REDIS_URL, prefix: settings.QUEUE_PREFIX, onError };
  const queue = createQueueProducer(queueOptions);
  shutdown.onRelease('queue', () => queue.close());

  const registry = createMetricsRegistry('worker');
  registerDatabaseGauges(registry, database);
  const common = { database, logger, metrics: createWorkerMetrics(registry) };
  const callbacks = startCallbackSender({ ...common, outbound, ...callbackLimits(settings) });
  const scheduler = startReimportScheduler({ ...common, queue, importerVersion });
  const lanes = startLanes(settings, {
    dependencies: { ...common, cancellations, ...importLimits(settings), onCallback: () => callbacks.nudge() },
    queueOptions,
    onBulkEnd: () => scheduler.nudge(),
  });
  const staleAfterMs = settings.STALE_AFTER_SECONDS * 1000;
  const sweeper = startSweeper({ ...common, queue }, { intervalMs: settings.SWEEP_SECONDS * 1000, staleAfterMs });
  const retentionDays = settings.IMPORT_RETENTION_DAYS;
  const housekeeper = startHousekeeper({ ...common, queue, retentionDays }, settings.HOUSEKEEPING_SECONDS * 1000);
  // All in parallel: no loop starts new work while another one is still ending.
  shutdown.onRelease('work', async () => {
    const cutOffMs = settings.SHUTDOWN_SECONDS * 1000 - releaseReserveMs;
    const loops = [scheduler, sweeper, housekeeper].map((loop) => loop.stop());
    await Promise.all([...lanes.map((lane) => lane.close(cutOffMs)), callbacks.stop(cutOffMs), ...loops]);
  });
  if (settings.WORKER_HEALTH_PORT !== 0) {
    const address = { port: settings.WORKER_HEALTH_PORT, host: settings.HOST };
    const health = startHealthServer({ database, queue, registry, onError }, address);
    shutdown.onRelease('health server', () => void health.close());
  }

  shutdown.exitOnSignals();
  exitWithParent(() => process.kill(process.pid, 'SIGTERM'));
  const backend = settings.REDIS_URL === undefined ? 'postgres' : 'redis';
  logger.info({ concurrency: settings.WORKER_CONCURRENCY, queue: backend }, 'worker ready');
}

function callbackLimits(settings: Settings) {
  return {
    publicBaseUrl: settings.PUBLIC_BASE_URL,
    concurrency: settings.CALLBACK_CONCURRENCY,
    timeoutMs: settings.CALLBACK_TIMEOUT_SECONDS * 1000,
    maxHeaderBytes: settings.OUTBOUND_MAX_HEADER_BYTES,
    retryMs: settings.CALLBACK_RETRY_SECONDS * 1000,
    staleAfterMs: settings.STALE_AFTER_SECONDS * 1000,
  };
}

function importLimits(settings: Settings) {
  return {
    limits: { heapMb: settings.IMPORT_HEAP_MB, timeoutMs: settings.IMPORT_TIMEOUT_SECONDS * 1000 },
    heartbeatMs: settings.HEARTBEAT_SECONDS * 1000,
    staleAfterMs: settings.STALE_AFTER_SECONDS * 1000,
    maxAttempts: settings.IMPORT_MAX_ATTEMPTS,
  };
}

interface LaneOptions {
  readonly dependencies: Omit<ImportJobDependencies, 'children' | 'cutOff'>;
  readonly queueOptions: Omit<Parameters<typeof startImportLane>[1]['queue'], 'lockDurationMs'>;
  /** Called after each import of a bulk re-import. */
  readonly onBulkEnd: () => void;
}

/** Starts the lane of interactive imports and, unless its concurrency is 0, the lane of bulk imports. */
function startLanes(settings: Settings, { dependencies, queueOptions, onBulkEnd }: LaneOptions) {
  const queue = { ...queueOptions, lockDurationMs: settings.STALE_AFTER_SECONDS * 1000 };
  const interactiveWork = createInteractiveWork();
  const interactive = startImportLane(dependencies, {
    job: 'import',
    concurrency: settings.WORKER_CONCURRENCY,
    queue,
    around: (work) => interactiveWork.during(work),
  });
  if (settings.WORKER_BULK_CONCURRENCY === 0) return [interactive];
  const bulk = startImportLane(dependencies, {
    job: 'bulk-import',
    concurrency: settings.WORKER_BULK_CONCURRENCY,
    queue,
    around: (work) => runBulkWork(interactiveWork, () => work().finally(onBulkEnd)),
  });
  return [interactive, bulk];
}

main().catch((error: unknown) => {
  const isSettings = error instanceof SettingsError;
  const text = isSettings ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  process.exit(isSettings ? 2 : 1);
});
