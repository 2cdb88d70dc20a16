import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { createDatabase, registerDatabaseGauges, watchImports } from '@connectory/database';
import { createQueueBoard, createQueueProducer } from '@connectory/queue';
import {
  createLogger,
  createMetricsRegistry,
  createShutdown,
  exitWithParent,
  parseSettings,
  requireDatabaseUrl,
  type Settings,
  SettingsError,
  startMetricsServer,
  startTracing,
} from '@connectory/runtime';
import { createRateLimits } from './access/rate-limits.ts';
import { createApi } from './create-api.ts';
import { createDiffRunner } from './diff/diff-runner.ts';
import { createApiMetrics } from './metrics/api-metrics.ts';
import { openUploadFolder } from './uploads/upload-folder.ts';

/**
 * How far the heap may grow, in percent of what was left of it, before it is marked again. V8 judges by how fast objects come, and the buffers of
 * uploads are not among them but count for how much there is: by itself it marks all of the heap several times a second under load.
 */
const heapGrowingPercent = 200;

async function main(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`);
  const settings = parseSettings(process.env);
  const databaseUrl = requireDatabaseUrl(settings);
  const logger = createLogger({ service: 'api', level: settings.LOG_LEVEL });
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_SECONDS * 1000 });
  shutdown.exitOnSignals();
  exitWithParent(() => process.kill(process.pid, 'SIGTERM'));
  const onError = (error: Error): void => logger.warn({ err: error }, 'connection trouble');
  const tracing = await startTracing('api', process.env);
  shutdown.onRelease('traces', () => tracing?.close());

  const silenceMs = settings.DATABASE_SILENCE_SECONDS * 1000;
  const database = createDatabase({ url: databaseUrl, poolSize: settings.DATABASE_POOL_SIZE, silenceMs, onError });
  shutdown.onRelease('database', () => database.close());
  const { REDIS_URL: redisUrl, QUEUE_PREFIX: prefix } = settings;
  const queue = createQueueProducer({ databaseUrl, redisUrl, prefix, onError });
  shutdown.onRelease('queue', () => queue.close());
  const queueBoard = createQueueBoard({ databaseUrl, redisUrl, prefix, onError });
  shutdown.onRelease('queue board', () => queueBoard.close());
  const rateLimits = createRateLimits({ database, redisUrl, prefix, onError });
  shutdown.onRelease('rate limits', () => rateLimits.close());
  const watcher = watchImports({ url: databaseUrl, onError });
  const diffs = createDiffRunner({
    databaseUrl,
    size: diffChildren,
    heapMb: settings.IMPORT_HEAP_MB,
    timeoutMs: settings.IMPORT_TIMEOUT_SECONDS * 1000,
    logger,
  });
  shutdown.onRelease('diffs', () => diffs.close());

  const registry = createMetricsRegistry('api');
  registerDatabaseGauges(registry, database);
  const metrics = createApiMetrics(registry);
  const uploads = await openUploadFolder({
    parent: settings.CONNECTORY_TMP_DIR ?? tmpdir(),
    onRemoved: (names) => {
      metrics.uploadsRemoved.inc(names.length);
      logger.warn({ names }, 'removed uploads that a killed process had left');
    },
    onError: (error) => logger.warn({ err: error }, 'upload folders not tidied'),
  });
  shutdown.onRelease('upload folder', () => uploads.close());
  if (settings.METRICS_PORT !== 0) {
    const metricsServer = await startMetricsServer(registry, { port: settings.METRICS_PORT, host: settings.HOST });
    shutdown.onRelease('metrics server', () => closeAtOnce(metricsServer));
  }

  const requestTimeout = settings.REQUEST_TIMEOUT_SECONDS * 1000;
  const server = createServer({
    keepAliveTimeout: keepAliveMs,
    headersTimeout: Math.min(headersTimeoutMs, requestTimeout),
    requestTimeout,
    connectionsCheckingInterval: connectionsCheckMs,
  });
  const baseUrl = (): string => settings.PUBLIC_BASE_URL?.replace(/\/+$/, '') ?? addressOf(server, settings);
  const dependencies = {
    database,
    queue,
    queueBoard,
    watcher,
    rateLimits,
    diffs,
    logger,
    metrics,
    settings,
    uploadFolder: uploads.path,
    baseUrl,
  };
  server.on('request', createApi(dependencies));
  await listen(server, settings);
  shutdown.onRelease('server', async () => {
    const closed = close(server);
    // Requests held for an import to end are answered with what is known now.
    await watcher.close();
    await closed;
  });
  logger.info({ baseUrl: baseUrl(), queue: settings.REDIS_URL === undefined ? 'postgres' : 'redis' }, 'api ready');
  process.send?.({ kind: 'ready', baseUrl: baseUrl() });
}

/** Versions are compared in this many processes at once: it is seldom asked for, and must leave the machine to all else. */
const diffChildren = 2;

/** Longer than balancers in front keep a connection (60 s is usual): else they send a request into one that is being closed. */
const keepAliveMs = 75_000;

/** How long the headers of a request may take from its first byte on: whoever sends them drop by drop is cut off. */
const headersTimeoutMs = 20_000;

/** Between two looks for requests that are over their time. */
const connectionsCheckMs = 5_000;

function listen(server: Server, settings: Settings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.PORT, settings.HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function addressOf(server: Server, settings: Settings): string {
  const address: string | AddressInfo | null = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.PORT;
  const anywhere = settings.HOST === '0.0.0.0' || settings.HOST === '::';
  const host = settings.HOST.includes(':') && !anywhere ? `[${settings.HOST}]` : settings.HOST;
  return `http://${anywhere ? 'localhost' : host}:${port}`;
}

/** Whoever reads the metrics asks again. */
function closeAtOnce(server: Server): void {
  server.close();
  server.closeAllConnections();
}

/** How soon a kept-alive connection is closed once its last answer is out. */
const idleCheckMs = 50;

/** Takes no new connection; requests under way end. Connections that they leave idle would hold the server for as long as kept alive. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const idleCheck = setInterval(() => server.closeIdleConnections(), idleCheckMs);
    server.close(() => {
      clearInterval(idleCheck);
      resolve();
    });
    server.closeIdleConnections();
  });
}

main().catch((error: unknown) => {
  if (error instanceof SettingsError) {
    process.stderr.write(`${error.message}\n`);
    process.exit(2);
  }
  const inUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  process.stderr.write(
    inUse
      ? `${error.message}: another process listens there; set PORT or METRICS_PORT.\n`
      : `${String(error instanceof Error ? error.stack : error)}\n`,
  );
  process.exit(1);
});
