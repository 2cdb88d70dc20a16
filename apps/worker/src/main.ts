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
import { readDocumentLimits } from '@connectory/document';
import { importerVersion } from '@connectory/importer';
import { createOutbound, type Outbound, readOutboundOptions } from '@connectory/outbound';
import { createQueueProducer, jobNames, startQueueCheck } from '@connectory/queue';
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
  requireWorkerDatabaseUrl,
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

/**
 * Percent by which the heap may grow before the next full garbage collection. V8's own heuristic also counts the rows that pass through
 * the worker, and marks the whole heap several times a second.
 */
const heapGrowingPercent = 200;

async function main(): Promise<void> {
  const settings = parseSettings(process.env);
  const databaseUrl = requireWorkerDatabaseUrl(settings);
  const outbound = createOutbound(readOutboundOptions(settings));
  const logger = createLogger({ service: 'worker', level: settings.LOG_LEVEL });
  const shutdown = createShutdown({ logger, deadlineMs: settings.SHUTDOWN_SECONDS * 1000 });
  const outages = createOutages(logger);
  const onError = outages.database.failed;
  const tracing = await startTracing('worker', process.env);
  shutdown.onRelease('traces', () => tracing?.close());

  const secrets = await openSecrets(settings, databaseUrl, logger);
  const database = openOwnDatabase(settings, databaseUrl, secrets, onError);
  shutdown.onRelease('database', () => database.close());
  const databaseCheck = startDatabaseCheck(database, 'worker', logger, outages.database);
  shutdown.onRelease('database check', () => databaseCheck.stop());
  const cancellations = watchImports({
    url: databaseUrl,
    applicationName: listenerName('worker', connectoryVersion()),
    of: 'cancellations',
    onError,
  });
  shutdown.onRelease('cancellations', () => cancellations.close());
  const queueOptions = queueOptionsOf(settings, databaseUrl, outages.queue.failed);
  const queue = createQueueProducer(queueOptions);
  shutdown.onRelease('queue', () => queue.close());
  const queueCheck = startQueueCheck({ queue, log: logger, outages: outages.queue });
  shutdown.onRelease('queue check', () => queueCheck.stop());

  const registry = createMetricsRegistry('worker');
  registerDatabaseGauges(registry, database);
  registerQueueGauges(registry, queueCheck.run, { jobs: jobNames, count: (job) => queue.countUndelivered(job) });
  if (settings.WORKER_HEALTH_PORT !== 0) {
    const address = { port: settings.WORKER_HEALTH_PORT, host: settings.HOST };
    const health = startHealthServer({ databaseCheck, queueCheck, registry, onError }, address);
    shutdown.onRelease('health server', () => void health.close());
  }
  shutdown.exitOnSignals();
  exitWithParent(() => process.kill(process.pid, 'SIGTERM'));

  // Statements would fail, or find half of the data.
  await databaseCheck.sound;
  const common = { database, logger, queue, metrics: createWorkerMetrics(registry) };
  const work = startWork(settings, { ...common, cancellations, outbound, queueOptions });
  shutdown.onRelease('work', () => work.stop());
  logger.info({ concurrency: settings.WORKER_CONCURRENCY, queue: queueBackend(settings) }, 'worker ready');
  process.send?.({ kind: 'ready' });
}

interface WorkParts extends Pick<ImportJobDependencies, 'database' | 'logger' | 'metrics' | 'queue' | 'cancellations'> {
  readonly outbound: Outbound;
  readonly queueOptions: LaneOptions['queueOptions'];
}

/** Starts everything that a worker does. */
function startWork(settings: Settings, { outbound, queueOptions, ...common }: WorkParts): { stop(): Promise<void> } {
  const callbacks = startCallbackSender({ ...common, outbound, ...callbackLimits(settings) });
  const scheduler = startReimportScheduler({ ...common, importerVersion });
  const lanes = startLanes(settings, {
    dependencies: { ...common, ...importLimits(settings, outbound), onCallback: () => callbacks.nudge() },
    queueOptions,
    openDatabase: () => openImportDatabase(queueOptions.databaseUrl),
    onBulkEnd: () => scheduler.nudge(),
  });
  const staleAfterMs = settings.STALE_AFTER_SECONDS * 1000;
  const sweeper = startSweeper(common, { intervalMs: settings.SWEEP_SECONDS * 1000, staleAfterMs });
  const housekeeper = startHousekeeper({ ...common, ...keptDays(settings) }, settings.HOUSEKEEPING_SECONDS * 1000);
  return {
    // All in parallel: no loop starts new work while another one is still ending.
    stop: async () => {
      const cutOffMs = settings.SHUTDOWN_SECONDS * 1000 - releaseReserveMs;
      const loops = [scheduler, sweeper, housekeeper].map((loop) => loop.stop());
      await Promise.all([...lanes.map((lane) => lane.close(cutOffMs)), callbacks.stop(cutOffMs), ...loops]);
    },
  };
}

function openOwnDatabase(
  settings: Settings,
  url: string,
  secrets: SecretBox,
  onError: (error: Error) => void,
): Database {
  return createDatabase({
    url,
    applicationName: 'connectory worker',
    poolSize: settings.DATABASE_POOL_SIZE,
    socketTimeoutMs: settings.DATABASE_SOCKET_TIMEOUT_SECONDS * 1000,
    origin: { actor: { kind: 'system', id: 'worker' } },
    secrets,
    onError,
  });
}

function queueOptionsOf(settings: Settings, databaseUrl: string, onError: (error: Error) => void) {
  const { REDIS_URL: redisUrl, QUEUE_PREFIX: prefix } = settings;
  return { databaseUrl, redisUrl, prefix, applicationName: 'connectory worker queue', onError };
}

function keptDays({ IMPORT_RETENTION_DAYS: retentionDays, AUDIT_DAYS: auditDays }: Settings) {
  return { retentionDays, auditDays };
}

/** Checks that the keys open all stored secrets. The API encrypts them, workers only read them. */
async function openSecrets(settings: Settings, url: string, logger: Logger): Promise<SecretBox> {
  const secrets = createSecretBox(readSecretKeys(settings));
  const onError = (error: unknown): void => logger.warn({ err: error }, 'failed to check the stored secrets');
  await prepareSecrets({ url, secrets, encrypt: false, onError });
  return secrets;
}

function queueBackend(settings: Settings): 'postgres' | 'redis' {
  return settings.REDIS_URL === undefined ? 'postgres' : 'redis';
}

/** Opens the connection of one import at a time, without a limit of silence: the server answers a large COPY at its end only. */
function openImportDatabase(url: string): Database {
  return createDatabase({ url, applicationName: 'connectory worker import', poolSize: 1, onError: () => undefined });
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

function importLimits(settings: Settings, outbound: Outbound) {
  return {
    importing: {
      limits: readDocumentLimits(settings),
      maxDiffBytes: settings.IMPORT_MAX_DIFF_BYTES,
      maxPlacesBytes: settings.IMPORT_MAX_PLACES_BYTES,
      fetching: { outbound, limits: fetchLimits(settings) },
    },
    limits: { heapMb: settings.IMPORT_HEAP_MB, timeoutMs: settings.IMPORT_TIMEOUT_SECONDS * 1000 },
    heartbeatMs: settings.HEARTBEAT_SECONDS * 1000,
    staleAfterMs: settings.STALE_AFTER_SECONDS * 1000,
    maxAttempts: settings.IMPORT_MAX_ATTEMPTS,
  };
}

function fetchLimits(settings: Settings) {
  return {
    maxBytes: settings.MAX_UPLOAD_BYTES,
    maxHeaderBytes: settings.OUTBOUND_MAX_HEADER_BYTES,
    maxRedirects: settings.SCHEMA_URL_MAX_REDIRECTS,
    maxFiles: settings.SCHEMA_URL_MAX_FILES,
    totalMs: settings.SCHEMA_URL_TIMEOUT_SECONDS * 1000,
    idleMs: settings.SCHEMA_URL_IDLE_SECONDS * 1000,
  };
}

interface LaneOptions {
  readonly dependencies: Omit<ImportJobDependencies, 'children' | 'claimedLane' | 'cutOff'>;
  readonly queueOptions: Omit<Parameters<typeof startImportLane>[1]['queue'], 'lockDurationMs'>;
  /** Opens the connection for the imports of one child. */
  readonly openDatabase: () => Database;
  /** Called after each import of a bulk re-import. */
  readonly onBulkEnd: () => void;
}

/** Starts the lane of interactive imports and, unless its concurrency is 0, the lane of bulk imports. */
function startLanes(settings: Settings, { dependencies, queueOptions, openDatabase, onBulkEnd }: LaneOptions) {
  const queue = { ...queueOptions, lockDurationMs: settings.STALE_AFTER_SECONDS * 1000 };
  const maxRunning = settings.ORGANISATION_RUNNING_IMPORTS;
  const interactiveWork = createInteractiveWork();
  const interactive = startImportLane(dependencies, {
    job: 'import',
    concurrency: settings.WORKER_CONCURRENCY,
    maxRunning,
    queue,
    openDatabase,
    around: (work) => interactiveWork.during(work),
  });
  if (settings.WORKER_BULK_CONCURRENCY === 0) return [interactive];
  const bulk = startImportLane(dependencies, {
    job: 'bulk-import',
    concurrency: settings.WORKER_BULK_CONCURRENCY,
    maxRunning,
    queue,
    openDatabase,
    around: (work) => runBulkWork(interactiveWork, () => work().finally(onBulkEnd)),
  });
  return [interactive, bulk];
}

setFlagsFromString(`--heap-growing-percent=${heapGrowingPercent}`);
main().catch((error: unknown) => {
  const isSettings = error instanceof SettingsError || error instanceof SecretKeyError;
  const text = isSettings ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${text}\n`);
  process.exit(isSettings ? 2 : 1);
});
