import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres } from '@connectory/embedded';
import {
  type DatabaseUrls,
  defaultKeyExpiry,
  type Logger,
  requireDatabaseUrls,
  type Settings,
} from '@connectory/runtime';
import { CliError } from '../errors/cli-error.ts';
import { type Credentials, writeCredentials } from './credentials.ts';
import { embeddedUrls, saveDatabaseUrl } from './own-database.ts';
import { migrateAll, prepareKeys } from './prepare-database.ts';
import { requireFreePort, requireLoopback } from './require-free-port.ts';
import { openSecretsKey } from './secrets-key.ts';
import { superviseProcess } from './supervised-process.ts';

export interface Stack {
  readonly credentials: Credentials;
  /** Path of the credentials file. */
  readonly credentialsPath: string;
  /** Whether this start created the keys. */
  readonly keysAreNew: boolean;
  /** Rejects when a process of the stack ends and is not restarted. */
  readonly failed: Promise<never>;
  /** Stops worker, API and database, in this order. Later calls wait for the first. */
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly settings: Settings;
  /** `any` chooses a free port. */
  readonly port: number | 'any';
  /** IMPORT_DEFAULT_WAIT_SECONDS, unless the environment sets it. */
  readonly defaultWaitSeconds?: number;
  readonly logsTo: 'stdout' | 'stderr';
  readonly logLevel: string;
  readonly logger: Logger;
  /** Whether a signal asked this process to stop. */
  readonly isStopping?: () => boolean;
}

/** Added to the shutdown time of a process before it is killed. */
const stopReserveMs = 3_000;

/**
 * Starts the service on this machine: an embedded PostgreSQL unless `DATABASE_URL` is set, migrations, the first organisation and
 * its keys, then an API process and a worker process.
 * @throws CliError when a process does not start.
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const { settings, logger } = options;
  const dataDir = path.resolve(settings.CONNECTORY_DATA_DIR);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const releases: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopping ??= releaseAll(releases));
  let fail: (error: Error) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  failed.catch(() => undefined);
  try {
    const urls = await openDatabase(options, dataDir, releases, fail, () => stopping !== undefined);
    if (options.port !== 'any') await requireFreePort(settings.HOST, options.port);
    const prepared = await prepareKeys(urls.api, dataDir, defaultKeyExpiry(settings));
    const envOf = await environmentsOf(options, dataDir);
    const supervised = {
      logger,
      logsTo: options.logsTo,
      stopMs: settings.SHUTDOWN_SECONDS * 1000 + stopReserveMs,
      isStopping: () => stopping !== undefined || options.isStopping?.() === true,
    };
    const onGivenUp = (reason: string): void => fail(new CliError(reason));
    const apiEnv = envOf(urls.api);
    const api = superviseProcess({ ...supervised, app: 'api', env: apiEnv, onGivenUp });
    releases.push(() => api.stop());
    const instanceKey = prepared.keys.instanceKey ?? randomBytes(32).toString('base64url');
    api.inform({ instanceKey });
    const onState = (state: 'ok' | 'restarting'): void => api.inform({ worker: state });
    const worker = superviseProcess({ ...supervised, app: 'worker', env: envOf(urls.worker), onGivenUp, onState });
    releases.push(() => worker.stop());
    const { baseUrl = '' } = await api.ready.catch(async (error: unknown) => {
      // Another start may have taken the port since the check above.
      if (options.port !== 'any') await requireFreePort(settings.HOST, options.port);
      throw error;
    });
    // After a restart, clients find the API where it was.
    if (settings.PUBLIC_BASE_URL === undefined) apiEnv['PORT'] = new URL(baseUrl).port;
    const credentials = { ...prepared.keys, instanceKey, baseUrl };
    const credentialsPath = await writeCredentials(dataDir, credentials);
    return { credentials, credentialsPath, keysAreNew: prepared.isNew, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @returns the environment of a process. Each gets the URL of its own role only. */
async function environmentsOf(
  options: StackOptions,
  dataDir: string,
): Promise<(databaseUrl: string) => NodeJS.ProcessEnv> {
  const { settings, port, defaultWaitSeconds } = options;
  const secretsEnv = await secretsEnvironment(settings, dataDir);
  const wait = defaultWaitSeconds === undefined ? {} : { IMPORT_DEFAULT_WAIT_SECONDS: String(defaultWaitSeconds) };
  return (databaseUrl) => ({
    ...wait,
    ...process.env,
    DATABASE_URL: databaseUrl,
    DATABASE_WORKER_URL: '',
    DATABASE_OWNER_URL: '',
    LOG_LEVEL: options.logLevel,
    PORT: String(port === 'any' ? 0 : port),
    ...secretsEnv,
  });
}

/** The key of an embedded database is in the data folder, unless the settings give one. */
async function secretsEnvironment(settings: Settings, dataDir: string): Promise<NodeJS.ProcessEnv> {
  const { DATABASE_URL: databaseUrl, SECRETS_KEY: key, SECRETS_KEY_FILE: file } = settings;
  if (databaseUrl !== undefined || key !== undefined || file !== undefined) return {};
  return { SECRETS_KEY_FILE: await openSecretsKey(dataDir) };
}

/** Opens a migrated database. */
async function openDatabase(
  { settings, logger }: StackOptions,
  dataDir: string,
  releases: (() => Promise<void>)[],
  fail: (error: Error) => void,
  isStopping: () => boolean,
): Promise<DatabaseUrls> {
  await requireLoopback();
  if (settings.DATABASE_URL !== undefined) {
    const given = requireDatabaseUrls(settings);
    await migrateAll(given);
    return given;
  }
  const postgres = await startEmbeddedPostgres({ dataDir, logger });
  releases.push(() => postgres.stop());
  const urls = embeddedUrls(postgres);
  await migrateAll(urls, { setPasswords: true });
  await saveDatabaseUrl(dataDir, urls.api);
  void postgres.ended.then(() => {
    if (!isStopping()) fail(new CliError('The embedded PostgreSQL ended unexpectedly. Start the service again.'));
  });
  return urls;
}

async function releaseAll(releases: (() => Promise<void>)[]): Promise<void> {
  for (const release of releases.splice(0).reverse()) await release();
}
