import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  createOwner,
  databaseSettings,
  findFreePort,
  type KillablePostgres,
  type Owner,
  type RedisServer,
  startKillablePostgres,
  startRedis,
  waitFor,
} from '@connectory/harness';
import { nodeFlags } from '@connectory/runtime';
import { repositoryRoot } from '../repository-root.ts';

const startTimeoutMs = 300_000;

export interface Program {
  readonly pid: number;
  readonly url: string;
  output(): string;
  /** Sends a signal. @returns the exit code, null after a kill */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Servers and settings of an installation whose programs come and go. */
export interface Installation extends Owner {
  readonly folder: string;
  readonly databaseUrl: string;
  readonly postgres: KillablePostgres;
  /** Undefined when jobs wait in PostgreSQL. */
  readonly redis: RedisServer | undefined;
  /** Starts a program, and waits until it is ready. @param root of the repository whose build is started */
  readonly start: (
    app: 'api' | 'worker',
    options?: {
      readonly root?: string;
      readonly port?: number;
      readonly env?: { readonly [name: string]: string };
    },
  ) => Promise<Program>;
  stop(): Promise<void>;
}

export interface InstallationOptions {
  readonly backend: string;
  readonly env?: { readonly [name: string]: string };
}

/** Creates a migrated database with an owner, without API or workers. */
export async function createInstallation({ backend, env = {} }: InstallationOptions): Promise<Installation> {
  const folder = await mkdtemp(path.join(tmpdir(), 'connectory-operations-'));
  const postgres = await startKillablePostgres(path.join(folder, 'postgres'));
  const redis = backend === 'redis' ? await startRedis(path.join(folder, 'redis')) : undefined;
  const owner = await createOwner(postgres.url, 'operations');
  const settings = {
    ...databaseSettings(postgres),
    REDIS_URL: redis?.url ?? '',
    QUEUE_PREFIX: 'operations',
    CONNECTORY_TMP_DIR: path.join(folder, 'uploads'),
    HOST: '127.0.0.1',
    SWEEP_SECONDS: '2',
    DRAIN_SECONDS: '3',
    RATE_LIMIT_WRITES_PER_MINUTE: '0',
    RATE_LIMIT_READS_PER_MINUTE: '0',
    ...env,
  };
  const running = new Set<Program>();
  return {
    ...owner,
    folder,
    databaseUrl: postgres.url,
    postgres,
    redis,
    start: async (app, { root = repositoryRoot, port, env: added = {} } = {}) => {
      const listens = port ?? (await findFreePort());
      const program = await startProgram({ app, root, port: listens, env: { ...settings, ...added } });
      running.add(program);
      return program;
    },
    stop: async () => {
      await Promise.all([...running].map((program) => program.end('SIGKILL')));
      await redis?.stop();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface ProgramOptions {
  readonly app: 'api' | 'worker';
  readonly root: string;
  readonly port: number;
  readonly env: { readonly [name: string]: string };
}

async function startProgram({ app, root, port, env }: ProgramOptions): Promise<Program> {
  const ports = app === 'api' ? { PORT: String(port) } : { WORKER_HEALTH_PORT: String(port) };
  const child = spawn(process.execPath, [...nodeFlags, path.join(root, 'apps', app, 'dist', 'main.js')], {
    env: { ...process.env, ...env, ...ports },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = `http://127.0.0.1:${port}`;
  await waitFor(async () => (await fetch(`${url}/readyz`)).ok, {
    timeoutMs: startTimeoutMs,
    describe: () => `${app} is ready. Its output:\n${output}`,
  });
  return {
    pid: child.pid ?? 0,
    url,
    output: () => output,
    end: (signal = 'SIGTERM') => {
      if (child.exitCode === null && child.signalCode === null) child.kill(signal);
      return exited;
    },
  };
}
