// PostgreSQL, Redis and the service as users run them: built code, separate processes, durable data.
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres } from '@connectory/embedded';
import { startRedis } from '@connectory/harness';
import pg from 'pg';
import { repositoryRoot } from '../repository-root.ts';
import type { Roots } from './processes.ts';

/** The programs to measure: those of this clone, or of another folder such as an installed package. */
const cli = path.join(process.env['BENCH_PROGRAMS'] ?? repositoryRoot, 'apps/cli/dist/main.js');

export interface Server {
  readonly folder: string;
  readonly postmasterPid: number;
  newDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }>;
  stop(): Promise<void>;
}

/** Address and key of one organisation. */
export interface Access {
  readonly baseUrl: string;
  readonly organisationId: string;
  readonly apiKey: string;
}

export interface Service extends Access {
  readonly operatorApiKey: string;
  readonly backend: string;
  readonly databaseUrl: string;
  readonly redisUrl: string | undefined;
  /** Process ids by role, for `watchProcesses`. */
  readonly roots: Roots;
  stop(): Promise<void>;
}

/** Starts one PostgreSQL for the whole run. Every measurement gets a new database on it. */
export async function startServer(): Promise<Server> {
  const folder = mkdtempSync(path.join(process.env['BENCH_DIR'] ?? tmpdir(), 'connectory-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const postmasterPid = Number.parseInt(readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8'), 10);
  let count = 0;
  const maintenance = new pg.Client({ connectionString: postgres.databaseUrl });
  await maintenance.connect();
  return {
    folder,
    postmasterPid,
    newDatabase: async () => {
      count += 1;
      const name = `bench_${count}`;
      await maintenance.query(`create database ${name}`);
      const url = new URL(postgres.databaseUrl);
      url.pathname = `/${name}`;
      return {
        url: url.href,
        drop: async () => {
          await maintenance.query(`drop database ${name} with (force)`);
          await maintenance.query('checkpoint');
        },
      };
    },
    stop: async () => {
      await maintenance.end();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the service with `connectory start` on a new database.
 * @param backend `postgres` or `redis`: the queue backend
 */
export async function startService(
  server: Server,
  backend: string,
  env: { readonly [name: string]: string } = {},
): Promise<Service> {
  const database = await server.newDatabase();
  const dataDir = mkdtempSync(path.join(server.folder, 'data-'));
  const redis = backend === 'redis' ? await startRedis(path.join(dataDir, 'redis')) : undefined;
  if (backend === 'redis' && redis === undefined) throw new Error('redis-server is not installed');
  const log = openSync(path.join(dataDir, 'log'), 'a');
  const child = fork(cli, ['start'], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      REDIS_URL: redis?.url ?? '',
      CONNECTORY_DATA_DIR: dataDir,
      PORT: '0',
      RATE_LIMIT_READS_PER_MINUTE: '0',
      RATE_LIMIT_WRITES_PER_MINUTE: '0',
      ...env,
    },
    execArgv: [],
    stdio: ['ignore', log, 'pipe', 'ipc'],
  });
  await untilServing(child);
  const credentials: Access & { operatorApiKey: string } = JSON.parse(
    readFileSync(path.join(dataDir, 'credentials.json'), 'utf8'),
  );
  return {
    ...credentials,
    backend,
    databaseUrl: database.url,
    roots: {
      service: child.pid ?? 0,
      postgres: server.postmasterPid,
      driver: process.pid,
      ...(redis === undefined ? {} : { redis: redis.pid }),
    },
    redisUrl: redis?.url,
    stop: async () => {
      child.removeAllListeners('exit');
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await redis?.stop();
      await database.drop();
    },
  };
}

function untilServing(child: ChildProcess): Promise<void> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${output}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('serves at')) resolve();
    });
  });
}

/** Runs one statement on a new connection. */
export async function query<Row extends object>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
