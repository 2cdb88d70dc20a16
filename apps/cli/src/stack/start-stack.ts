import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { startEmbeddedPostgres } from '@connectory/embedded';
import type { Logger, Settings } from '@connectory/runtime';
import { CliError } from '../cli-error.ts';
import { type Credentials, writeCredentials } from './credentials.ts';
import { rememberDatabase } from './own-database.ts';
import { prepareDatabase } from './prepare-database.ts';
import { superviseProcess } from './supervised-process.ts';

export interface Stack {
  readonly credentials: Credentials;
  /** Where the credentials were written. */
  readonly credentialsPath: string;
  /** Whether the keys were made by this start. */
  readonly keysAreNew: boolean;
  /** Rejects when a part of the stack is lost for good. */
  readonly failed: Promise<never>;
  /** Stops worker, API and database, in this order. Later calls wait for the first. */
  stop(): Promise<void>;
}

export interface StackOptions {
  readonly settings: Settings;
  /** `any` for a free one. */
  readonly port: number | 'any';
  readonly logsTo: 'stdout' | 'stderr';
  readonly logLevel: string;
  readonly logger: Logger;
}

/** Beyond the time that a process has to drain. */
const stopReserveMs = 3_000;

/**
 * Starts the whole service on this machine: PostgreSQL unless `DATABASE_URL` names one, migrations, the first organisation and its
 * keys, then API and worker as processes of their own.
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
    const databaseUrl = await openDatabase(options, dataDir, releases, fail, () => stopping !== undefined);
    const prepared = await prepareDatabase(databaseUrl, dataDir);
    const env = {
      ...process.env,
      DATABASE_URL: databaseUrl,
      LOG_LEVEL: options.logLevel,
      PORT: String(options.port === 'any' ? 0 : options.port),
    };
    const supervised = {
      env,
      logger,
      logsTo: options.logsTo,
      stopMs: settings.SHUTDOWN_SECONDS * 1000 + stopReserveMs,
    };
    const onGivenUp = (reason: string): void => fail(new CliError(reason));
    const api = superviseProcess({ ...supervised, app: 'api', onGivenUp });
    releases.push(() => api.stop());
    const worker = superviseProcess({ ...supervised, app: 'worker', onGivenUp });
    releases.push(() => worker.stop());
    const { baseUrl = '' } = await api.ready;
    const credentials = { ...prepared.keys, baseUrl };
    const credentialsPath = await writeCredentials(dataDir, credentials);
    return { credentials, credentialsPath, keysAreNew: prepared.isNew, failed, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function openDatabase(
  { settings, logger }: StackOptions,
  dataDir: string,
  releases: (() => Promise<void>)[],
  fail: (error: Error) => void,
  isStopping: () => boolean,
): Promise<string> {
  if (settings.DATABASE_URL !== undefined) return settings.DATABASE_URL;
  const postgres = await startEmbeddedPostgres({ dataDir, logger });
  releases.push(() => postgres.stop());
  await rememberDatabase(dataDir, postgres.databaseUrl);
  void postgres.ended.then(() => {
    if (!isStopping()) fail(new CliError('The embedded PostgreSQL ended unexpectedly.'));
  });
  return postgres.databaseUrl;
}

async function releaseAll(releases: (() => Promise<void>)[]): Promise<void> {
  for (const release of releases.splice(0).reverse()) await release();
}
