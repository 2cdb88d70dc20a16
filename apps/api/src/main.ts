import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import {
  createDatabase,
  createSecretBox,
  type Database,
  listenerName,
  prepareSecrets,
  registerDatabaseGauges,
  type SecretBox,
  SecretKeyError,
  startDatabaseCheck,
  watchImports,
} from '@connectory/database';
import { createQueueBoard, createQueueProducer, startQueueCheck } from '@connectory/queue';
import {
  connectoryVersion,
  createLogger,
  createMetricsRegistry,
  createOutages,
  createShutdown,
  exitWithParent,
  type Logger,
  parseSettings,
  readSecretKeys,
  registerQueueGauges,
  requireDatabaseUrl,
  type Settings,
  SettingsError,
  type Shutdown,
  startMetricsServer,
  startTracing,
} from '@connectory/runtime';
import { createAccessAudit } from './access/access-audit.ts';
import { createRateLimits } from './access/rate-limits.ts';
import { createFileRunner } from './children/file-runner.ts';
import { createApi } from './create-api.ts';
import { type ApiMetrics, createApiMetrics } from './metrics/api-metrics.ts';
import { baseUrlOf, closeAtOnce, closeGracefully, createHttpServer, listen } from './server/http-server.ts';
import { warnOfExposure } from './server/warn-of-exposure.ts';
import { followProcessState } from './service/process-state.ts';
import { openUploadFolder, type UploadFolder } from './uploads/upload-folder.ts';

/**
 * Percent by which the heap may grow before the next full garbage collection. V8's own heuristic also counts upload
 * buffers, and under load marks the whole heap several times a second.
 */
const heapGrowingPercent = 200;

/** Diffs and exports of large versions are rare, and must leave CPU for everything else. */
const childrenAtATime = 2;

/** Equal refusals, failed authentications and reads within this time are one audit event. */
const accessAuditWindowMs = 60_000;

/** Acquires the resources in order. `shutdown` releases them in reverse order. */
async function main(): Promise<void> {
  setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`);
  const settings = parseSettings(process.env);
  const databaseUrl = requireDatabaseUrl(settings);
  const logger = createLogger({ service: 'api', level: settings.LOG_LEVEL });
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_SECONDS * 1000 });
  shutdown.exitOnSignals();
  exitWithParent(() => process.kill(process.pid, 'SIGTERM'));
  const outages = createOutages(logger);
  const tracing = await startTracing('api', process.env);
  shutdown.onRelease('traces', () => tracing?.close());

  const secrets = await openSecrets(settings, databaseUrl, logger);
  const database = openOwnDatabase({ url: databaseUrl, secrets, onError: outages.database.failed }, settings);
  shutdown.onRelease('database', () => database.close());
  const databaseCheck = startDatabaseCheck(database, 'api', logger, outages.database);
  shutdown.onRelease('database check', () => databaseCheck.stop());
  const queueOptions = queueOptionsOf(settings, databaseUrl, outages.queue.failed);
  const queues = openQueues(queueOptions, { logger, outages, shutdown });
  const rateLimits = createRateLimits({ ...queueOptions, database });
  shutdown.onRelease('rate limits', () => rateLimits.close());
  const accessAudit = createAccessAudit({ database, logger, windowMs: accessAuditWindowMs });
  shutdown.onRelease('access audit', () => accessAudit.close());
  const watcher = watchImports({
    url: databaseUrl,
    applicationName: listenerName('api', connectoryVersion()),
    onError: outages.database.failed,
  });
  const registry = createMetricsRegistry('api');
  registerDatabaseGauges(registry, database);
  registerQueueGauges(registry, queues.queueCheck.run);
  const metrics = createApiMetrics(registry);
  const uploads = await openUploads(settings, metrics, logger);
  shutdown.onRelease('upload folder', () => uploads.close());
  const children = openChildren(settings, { databaseUrl, folder: uploads.path, logger });
  shutdown.onRelease('children', () => children.close());
  await serveMetrics(registry, settings, shutdown);

  const server = createHttpServer(settings);
  const baseUrl = (): string => baseUrlOf(server, settings);
  const connections = { database, databaseCheck, ...queues, watcher, rateLimits, accessAudit, children };
  const processState = followProcessState();
  server.on(
    'request',
    createApi({ ...connections, processState, logger, metrics, settings, uploadFolder: uploads.path, baseUrl }),
  );
  warnOfExposure(settings, logger);
  await listen(server, settings);
  shutdown.onRelease('server', () => closeAfterDrain({ server, watcher, processState }, settings));
  logger.info({ baseUrl: baseUrl(), queue: settings.REDIS_URL === undefined ? 'postgres' : 'redis' }, 'api ready');
  process.send?.({ kind: 'ready', baseUrl: baseUrl() });
}

function queueOptionsOf(settings: Settings, databaseUrl: string, onError: (error: Error) => void) {
  const { REDIS_URL: redisUrl, QUEUE_PREFIX: prefix } = settings;
  return { databaseUrl, redisUrl, prefix, applicationName: 'connectory api queue', onError };
}

interface QueueParts {
  readonly logger: Logger;
  readonly outages: ReturnType<typeof createOutages>;
  readonly shutdown: Shutdown;
}

function openQueues(options: ReturnType<typeof queueOptionsOf>, { logger, outages, shutdown }: QueueParts) {
  const queue = createQueueProducer(options);
  shutdown.onRelease('queue', () => queue.close());
  const queueCheck = startQueueCheck({ queue, log: logger, outages: outages.queue });
  shutdown.onRelease('queue check', () => queueCheck.stop());
  const queueBoard = createQueueBoard(options);
  shutdown.onRelease('queue board', () => queueBoard.close());
  return { queue, queueCheck, queueBoard };
}

/** Runs diffs and exports, each in a child process. */
function openChildren(
  settings: Settings,
  parts: { readonly databaseUrl: string; readonly folder: string; readonly logger: Logger },
): ReturnType<typeof createFileRunner> {
  return createFileRunner({
    ...parts,
    size: childrenAtATime,
    heapMb: settings.DIFF_HEAP_MB,
    timeoutMs: settings.DIFF_TIMEOUT_SECONDS * 1000,
    maxOutputBytes: settings.IMPORT_MAX_OUTPUT_BYTES,
  });
}

interface Served {
  readonly server: ReturnType<typeof createHttpServer>;
  readonly watcher: ReturnType<typeof watchImports>;
  readonly processState: ReturnType<typeof followProcessState>;
}

async function closeAfterDrain({ server, watcher, processState }: Served, settings: Settings): Promise<void> {
  // Requests arrive until load balancers have seen that the process is not ready.
  processState.isDraining = true;
  await pause(settings.DRAIN_SECONDS * 1000);
  const closed = closeGracefully(server);
  // Ends requests that wait for an import: they get its current state.
  await watcher.close();
  await closed;
}

interface DatabaseParts {
  readonly url: string;
  readonly secrets: SecretBox;
  readonly onError: (error: Error) => void;
}

function openOwnDatabase(parts: DatabaseParts, settings: Settings): Database {
  return createDatabase({
    ...parts,
    applicationName: 'connectory api',
    poolSize: settings.DATABASE_POOL_SIZE,
    socketTimeoutMs: settings.DATABASE_SOCKET_TIMEOUT_SECONDS * 1000,
    origin: { actor: { kind: 'system', id: 'api' } },
    scope: 'of-work',
    editLimits: { entityBytes: settings.MAX_EDIT_ENTITY_BYTES, bytes: settings.MAX_EDIT_BYTES },
  });
}

/** Encrypts the stored secrets with the current key. */
async function openSecrets(settings: Settings, url: string, logger: Logger): Promise<SecretBox> {
  const secrets = createSecretBox(readSecretKeys(settings));
  const onError = (error: unknown): void => logger.warn({ err: error }, 'failed to check the stored secrets');
  const encrypted = await prepareSecrets({ url, secrets, encrypt: true, onError });
  if (encrypted > 0) logger.info({ encrypted }, 'secrets encrypted with the current key');
  return secrets;
}

function openUploads(settings: Settings, metrics: ApiMetrics, logger: Logger): Promise<UploadFolder> {
  return openUploadFolder({
    parent: settings.CONNECTORY_TMP_DIR ?? tmpdir(),
    onRemoved: (names) => {
      metrics.uploadsRemoved.inc(names.length);
      logger.warn({ names }, 'removed upload leftovers of a killed process');
    },
    onError: (error) => logger.warn({ err: error }, 'failed to remove upload leftovers'),
  });
}

async function serveMetrics(
  registry: ReturnType<typeof createMetricsRegistry>,
  settings: Settings,
  shutdown: Shutdown,
): Promise<void> {
  if (settings.METRICS_PORT === 0) return;
  const server = await startMetricsServer(registry, { port: settings.METRICS_PORT, host: settings.HOST });
  shutdown.onRelease('metrics server', () => closeAtOnce(server));
}

function reportFailedStart(error: unknown): number {
  if (error instanceof SettingsError || error instanceof SecretKeyError) {
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
  const isPortInUse = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
  const text = isPortInUse
    ? `${error.message}: another process listens there; set PORT or METRICS_PORT.`
    : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  return 1;
}

main().catch((error: unknown) => process.exit(reportFailedStart(error)));
