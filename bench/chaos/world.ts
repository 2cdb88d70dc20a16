import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import path from 'node:path';
import {
  createOwner,
  type CuttableProxy,
  databaseSettings,
  findFreePort,
  type KillablePostgres,
  type KillableServer,
  type Owner,
  type RunningProcess,
  startCuttableProxy,
  startKillablePostgres,
  startProcess,
  startRedis,
} from '@connectory/harness';

/** Long, because a loaded machine starts processes slowly and the run does not judge speed. */
const startTimeoutMs = 300_000;

export interface World {
  /** Set in the environment of every process of the run. */
  readonly mark: string;
  readonly owner: Owner;
  readonly postgres: KillablePostgres;
  /** The disk of PostgreSQL, if the system lets this process limit it. */
  readonly disk: SmallDisk | undefined;
  /** The network between the processes and each server. */
  readonly networks: readonly CuttableProxy[];
  /** Undefined when jobs wait in PostgreSQL. */
  readonly redis: KillableServer | undefined;
  readonly queueName: string;
  /** Folder of temporary files of uploads. */
  readonly uploads: string;
  readonly apis: readonly Member[];
  readonly workers: readonly Member[];
}

/** A process of the service that is started again after it was killed. */
export interface Member {
  readonly counts: MemberCounts;
  readonly url: string;
  readonly pid: number;
  start(): Promise<void>;
  /** Resolves when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface MemberCounts {
  starts: number;
  /** Jobs that sweeps added again. */
  enqueued: number;
  /** Imports that sweeps reclaimed from dead workers. */
  released: number;
  readonly crashes: string[];
}

export interface WorldOptions {
  readonly folder: string;
  readonly backend: string;
  /** Number of API processes. */
  readonly apis: number;
  /** Number of worker processes. */
  readonly workers: number;
}

/** Starts servers and processes for one run. All of them can be killed and started again. */
export async function createWorld({ folder, backend, apis, workers }: WorldOptions): Promise<World> {
  const logs = path.join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  const disk = mountSmallDisk(path.join(folder, 'postgres'));
  const postgres = await startKillablePostgres(path.join(folder, 'postgres'));
  const redis = backend === 'redis' ? await startRedis(path.join(folder, 'redis')) : undefined;
  if (backend === 'redis' && redis === undefined) throw new Error('redis-server is not installed');
  const mark = randomBytes(8).toString('hex');
  const uploads = path.join(folder, 'uploads');
  const { networks, ...urls } = await connectServers(postgres, redis);
  const env = buildSettings({ mark, uploads, ...urls });
  const start = async (app: 'api' | 'worker', index: number): Promise<Member> => {
    const port = app === 'api' ? await findFreePort() : 0;
    const name = `${app}-${index}`;
    return createMember({ app, name, port, env, log: path.join(logs, `${name}.log`) });
  };
  const startAll = (app: 'api' | 'worker', count: number): Promise<readonly Member[]> =>
    Promise.all(Array.from({ length: count }, (_, index) => start(app, index)));
  return {
    mark,
    owner: await createOwner(postgres.url, 'chaos'),
    postgres,
    disk,
    networks,
    redis,
    queueName: 'chaos-import',
    uploads,
    apis: await startAll('api', apis),
    workers: await startAll('worker', workers),
  };
}

interface ServerUrls {
  readonly database: { readonly [name: string]: string };
  readonly redisUrl: string;
}

/** The processes reach both servers through networks that can be cut. */
async function connectServers(postgres: KillablePostgres, redis: KillableServer | undefined) {
  const proxyOf = (url: string): Promise<CuttableProxy> => startCuttableProxy(Number(new URL(url).port));
  const toDatabase = await proxyOf(postgres.url);
  const toRedis = redis && (await proxyOf(redis.url));
  const settings = Object.entries(databaseSettings(postgres));
  const urls: ServerUrls = {
    database: Object.fromEntries(settings.map(([name, url]) => [name, toDatabase.urlOf(url)])),
    redisUrl: redis === undefined ? '' : (toRedis?.urlOf(redis.url) ?? ''),
  };
  return { networks: toRedis === undefined ? [toDatabase] : [toDatabase, toRedis], ...urls };
}

function buildSettings(run: ServerUrls & { mark: string; uploads: string }) {
  return {
    CHAOS_RUN: run.mark,
    ...run.database,
    REDIS_URL: run.redisUrl,
    // For the receiver of notifications.
    OUTBOUND_ALLOW: '127.0.0.1',
    CALLBACK_TIMEOUT_SECONDS: '3',
    SECRETS_KEY: randomBytes(32).toString('base64'),
    QUEUE_PREFIX: 'chaos',
    CONNECTORY_TMP_DIR: run.uploads,
    HOST: '127.0.0.1',
    DATABASE_SOCKET_TIMEOUT_SECONDS: '5',
    HEARTBEAT_SECONDS: '1',
    STALE_AFTER_SECONDS: '6',
    SWEEP_SECONDS: '2',
    SHUTDOWN_SECONDS: '15',
    IMPORT_MAX_ATTEMPTS: '100',
    IMPORT_HEAP_MB: '512',
    WORKER_CONCURRENCY: '2',
    LOG_LEVEL: 'info',
  };
}

interface MemberOptions {
  readonly app: 'api' | 'worker';
  readonly name: string;
  readonly port: number;
  readonly env: { readonly [name: string]: string };
  /** Path of the file that keeps its output. */
  readonly log: string;
}

async function createMember({ app, name, port, env, log }: MemberOptions): Promise<Member> {
  const counts: MemberCounts = { starts: 0, enqueued: 0, released: 0, crashes: [] };
  let signalled: string | undefined;
  const launch = (): RunningProcess => {
    counts.starts += 1;
    const running = startProcess({ app, env: { ...env, PORT: String(port) } });
    signalled = undefined;
    void running.exited.then(async ({ code, signal }) => {
      const sent = signalled;
      countSweeps(running.stdout(), counts);
      await appendFile(log, running.output());
      if (sent === undefined || (sent === 'SIGTERM' && code !== 0)) {
        counts.crashes.push(`${name} ended with code ${code}, signal ${signal}; signal sent: ${sent ?? 'none'}`);
      }
    });
    return running;
  };
  const untilReady = (running: RunningProcess): Promise<unknown> => running.untilOutput(`${app} ready`, startTimeoutMs);
  let current = launch();
  await untilReady(current);
  return {
    counts,
    url: `http://127.0.0.1:${port}`,
    get pid() {
      return current.pid;
    },
    start: async () => {
      current = launch();
      await untilReady(current);
    },
    end: async (signal) => {
      signalled = signal;
      current.kill(signal);
      await current.exited;
    },
  };
}

function countSweeps(output: string, counts: MemberCounts): void {
  for (const line of output.split('\n')) {
    if (!line.includes('"msg":"sweep repaired imports"')) continue;
    const { enqueued, released }: { enqueued: number; released: number } = JSON.parse(line);
    counts.enqueued += enqueued;
    counts.released += released;
  }
}

/** Process ids of API, worker and child processes of a run, found by the mark in their environment. Linux only. */
export function processesOf(mark: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`CHAOS_RUN=${mark}`);
      } catch {
        return false;
      }
    })
    .map(Number);
}
