import { createDatabase } from '@connectory/database';
import { consumeImportJobs, createQueueProducer } from '@connectory/queue';
import {
  createLogger,
  createShutdown,
  exitWithParent,
  parseSettings,
  requireDatabaseUrl,
  SettingsError,
} from '@connectory/runtime';
import { createChildPool } from './child-pool.ts';
import { startHealthServer } from './health-server.ts';
import { processImportJob } from './import-job.ts';
import { startSweeper } from './sweeper.ts';

/** What of the shutdown's deadline is left for releasing claims once running work was cut off. */
const releaseReserveMs = 5_000;

function main(): void {
  const settings = parseSettings(process.env);
  const databaseUrl = requireDatabaseUrl(settings);
  const logger = createLogger({ service: 'worker', level: settings.LOG_LEVEL });
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_SECONDS * 1000 });
  const onError = (error: Error): void => logger.warn({ err: error }, 'connection trouble');

  const database = createDatabase({ url: databaseUrl, poolSize: settings.DATABASE_POOL_SIZE, onError });
  shutdown.onRelease('database', () => database.close());

  const queueOptions = { databaseUrl, redisUrl: settings.REDIS_URL, prefix: settings.QUEUE_PREFIX, onError };
  const queue = createQueueProducer(queueOptions);
  shutdown.onRelease('queue', () => queue.close());

  const limits = { heapMb: settings.IMPORT_HEAP_MB, timeoutMs: settings.IMPORT_TIMEOUT_SECONDS * 1000 };
  const entry = new URL('./import-child.js', import.meta.url);
  const children = createChildPool({ entry, size: settings.WORKER_CONCURRENCY, logger, ...limits });
  shutdown.onRelease('children', () => children.close());

  const dependencies = {
    database,
    children,
    logger,
    limits,
    heartbeatMs: settings.HEARTBEAT_SECONDS * 1000,
    maxAttempts: settings.IMPORT_MAX_ATTEMPTS,
  };
  const consumer = consumeImportJobs(
    { ...queueOptions, concurrency: settings.WORKER_CONCURRENCY, lockDurationMs: settings.STALE_AFTER_SECONDS * 1000 },
    ({ importId }) => processImportJob(dependencies, importId),
  );
  shutdown.onRelease('consumer', async () => {
    const drained = consumer.close();
    const cutOff = setTimeout(() => void children.close(), settings.SHUTDOWN_SECONDS * 1000 - releaseReserveMs);
    await drained.finally(() => clearTimeout(cutOff));
  });

  const sweeper = startSweeper(
    { database, queue, logger },
    { intervalMs: settings.SWEEP_SECONDS * 1000, staleAfterMs: settings.STALE_AFTER_SECONDS * 1000 },
  );
  shutdown.onRelease('sweeper', () => sweeper.stop());

  if (settings.WORKER_HEALTH_PORT !== 0) {
    const health = startHealthServer({ database, queue, onError }, settings.WORKER_HEALTH_PORT);
    shutdown.onRelease('health server', () => void health.close());
  }

  shutdown.exitOnSignals();
  exitWithParent(() => process.kill(process.pid, 'SIGTERM'));
  logger.info(
    { concurrency: settings.WORKER_CONCURRENCY, queue: settings.REDIS_URL === undefined ? 'postgres' : 'redis' },
    'worker ready',
  );
}

try {
  main();
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(2);
}
