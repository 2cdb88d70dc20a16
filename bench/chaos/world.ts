import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  createOwner,
  databaseSettings,
  findFreePort,
  type KillableServer,
  type MigratedDatabase,
  type Owner,
  type RunningProcess,
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
  readonly postgres: KillableServer & MigratedDatabase;
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
  const postgres = await startKillablePostgres(path.join(folder, 'postgres'));
  const redis = backend === 'redis' ? await startRedis(path.join(folder, 'redis')) : undefined;
  if (backend === 'redis' && redis === undefined) throw new Error('redis-server is not installed');
  const mark = randomBytes(8).toString('hex');
  const uploads = path.join(folder, 'uploads');
  const env = buildSettings({ mark, uploads, postgres, redisUrl: redis?.url ?? '' });
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
    redis,
    queueName: 'chaos-import',
    uploads,
    apis: await startAll('api', apis),
    workers: await startAll('worker', workers),
  };
}

function buildSettings(run: { mark: string; uploads: string; postgres: MigratedDatabase; redisUrl: string }) {
  return {
    CHAOS_RUN: run.mark,
    ...databaseSettings(run.postgres),
    REDIS_URL: run.redisUrl,
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
