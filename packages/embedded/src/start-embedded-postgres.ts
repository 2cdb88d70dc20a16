import { mkdir, realpath } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import type { Logger } from '@connectory/runtime';
import pg from 'pg';
import { type Cluster, openCluster, superuser } from './data-cluster.ts';
import { EmbeddedPostgresError, reasonOf } from './embedded-postgres-error.ts';
import { type Binaries, findBinaries } from './find-binaries.ts';
import { lockDataFolder } from './lock-data-folder.ts';
import { runServer, type Server, stopLeftBehind } from './run-server.ts';
import { findServerAccount } from './server-account.ts';
import { openServicePasswords } from './service-passwords.ts';

export interface EmbeddedPostgresOptions {
  /** Created if absent. The database is in `<dataDir>/postgres`. */
  readonly dataDir: string;
  /** Port on 127.0.0.1. Default: a free port. */
  readonly port?: number;
  /** Receives the log lines of the server, at level `debug`. */
  readonly logger?: Logger;
  /** `false` is faster, but a power failure may corrupt the data. For tests. */
  readonly durable?: boolean;
}

export interface EmbeddedPostgres {
  /** The `postgresql://` URL of the database for its owner, a superuser, with the password. */
  readonly databaseUrl: string;
  /** The same for API and workers. `connectory migrate` and its kind create their roles. */
  readonly serviceUrls: { readonly api: string; readonly worker: string };
  /** Resolves when the server has ended, stopped or crashed. */
  readonly ended: Promise<void>;
  /** Stops the server and unlocks the data folder. Later calls wait for the first. */
  stop(): Promise<void>;
}

const databaseName = 'connectory';
const apiRole = 'connectory_api';
const workerRole = 'connectory_worker';
const startAttempts = 3;

/**
 * Starts a PostgreSQL server on a data folder, and first stops a server that a killed run left behind. The server does not outlive this
 * process.
 * @throws EmbeddedPostgresError if another process uses the folder, or the server cannot be started.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = await makeFolder(options.dataDir);
  const unlock = lockDataFolder(dataDir);
  try {
    const account = await findServerAccount();
    const binaries = await findBinaries(account, dataDir);
    const cluster = await openCluster(dataDir, binaries, account);
    const passwords = await openServicePasswords(dataDir);
    const left = await stopLeftBehind(cluster);
    if (left !== undefined)
      options.logger?.warn({ pid: left }, 'stopped a PostgreSQL server that a killed run had left');
    const { server, port } = await startServer(binaries, cluster, options);
    const url = (role: string, password: string, database = databaseName): string =>
      `postgresql://${role}:${password}@127.0.0.1:${port}/${database}${bySocket(cluster.folder, port)}`;
    try {
      await createDatabaseUnlessThere(url(superuser, cluster.password, 'postgres'));
    } catch (error) {
      await server.stop();
      throw error;
    }
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> => (stopping ??= server.stop().finally(unlock));
    const serviceUrls = { api: url(apiRole, passwords.api), worker: url(workerRole, passwords.worker) };
    return { databaseUrl: url(superuser, cluster.password), serviceUrls, ended: server.ended, stop };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Maximum bytes of a socket's path: systems allow 104 or 108, including a terminating zero. */
const maxSocketPathBytes = 103;

/**
 * URL parameters that make clients use the server's socket, which is cheaper than TCP. Empty if the path of the folder is too long for a
 * socket; clients then use TCP.
 */
function bySocket(folder: string, port: number): string {
  const bytes = Buffer.byteLength(path.join(folder, `.s.PGSQL.${port}`));
  return process.platform === 'win32' || bytes > maxSocketPathBytes ? '' : `?host=${encodeURIComponent(folder)}`;
}

async function makeFolder(dataDir: string): Promise<string> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    return await realpath(dataDir);
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The data folder ${dataDir} cannot be created: ${reasonOf(error)}. Set CONNECTORY_DATA_DIR to another folder.`,
      { cause: error },
    );
  }
}

/** Tries again, because another process may take the free port, and the memory of a killed server is released late. */
async function startServer(
  binaries: Binaries,
  cluster: Cluster,
  options: EmbeddedPostgresOptions,
): Promise<{ server: Server; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await findFreePort());
    try {
      const server = await runServer({
        binaries,
        cluster,
        port,
        durable: options.durable ?? true,
        onLine: (line) => options.logger?.debug({ line }, 'postgres'),
      });
      return { server, port };
    } catch (error) {
      const passes =
        error instanceof Error &&
        /could not (bind|create any TCP)|Address already in use|is still in use/.test(error.message);
      if (!passes || attempt === startAttempts) throw error;
    }
  }
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        if (typeof address === 'object' && address !== null) resolve(address.port);
        else reject(new Error('the system assigned no port'));
      });
    });
  });
}

async function createDatabaseUnlessThere(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}
