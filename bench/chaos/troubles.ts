import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { childProcessesOf, type KillableServer, signalWithChildren } from '@connectory/harness';
import type { Random } from './random.ts';
import type { Member, World } from './world.ts';

/** How often each kind of trouble occurs, relative to the others. */
export const troubleWeights = {
  'worker killed': 6,
  'worker told to stop': 2,
  'worker frozen': 1,
  'import process killed': 3,
  'api killed': 4,
  'api told to stop': 1,
  'PostgreSQL killed': 4,
  'PostgreSQL connections cut': 2,
  'PostgreSQL frozen': 1,
  'Redis killed': 4,
  'Redis emptied': 1,
  'Redis frozen': 1,
};

export type TroubleKind = keyof typeof troubleWeights;

export interface Trouble {
  /** The server or process that it affects. */
  readonly target: object;
  /** Causes the trouble and ends it. */
  readonly run: () => Promise<void>;
}

/** Chooses a target for a kind of trouble. */
export function createTrouble(kind: TroubleKind, { postgres, redis, ...world }: World, random: Random): Trouble {
  const worker = random.pick(world.workers);
  const api = random.pick(world.apis);
  switch (kind) {
    case 'worker killed':
      return { target: worker, run: () => restart(worker, 'SIGKILL', random) };
    case 'worker told to stop':
      return { target: worker, run: () => restart(worker, 'SIGTERM', random) };
    case 'worker frozen':
      return { target: worker, run: () => freezeWorker(worker, random.between(1_000, 12_000)) };
    case 'import process killed':
      return { target: worker, run: async () => killProcess(random.pick(childProcessesOf(worker.pid))) };
    case 'api killed':
      return { target: api, run: () => restart(api, 'SIGKILL', random) };
    case 'api told to stop':
      return { target: api, run: () => restart(api, 'SIGTERM', random) };
    case 'PostgreSQL killed':
      return { target: postgres, run: () => killServer(postgres, random) };
    case 'PostgreSQL connections cut':
      return { target: postgres, run: () => cutConnections(postgres.url) };
    case 'PostgreSQL frozen':
      return { target: postgres, run: () => freezeServer(postgres, random) };
    case 'Redis killed':
      return onRedis(redis, (server) => killServer(server, random));
    case 'Redis emptied':
      return onRedis(redis, (server) => emptyRedis(server.url));
    case 'Redis frozen':
      return onRedis(redis, (server) => freezeServer(server, random));
  }
}

function onRedis(redis: KillableServer | undefined, run: (server: KillableServer) => Promise<void>): Trouble {
  if (redis === undefined) throw new Error('the run has no Redis');
  return { target: redis, run: () => run(redis) };
}

async function restart(member: Member, signal: 'SIGTERM' | 'SIGKILL', random: Random): Promise<void> {
  await member.end(signal);
  await pause(random.between(0, 3_000));
  await member.start();
}

async function killServer(server: KillableServer, random: Random): Promise<void> {
  await server.kill();
  await pause(random.between(0, 5_000));
  await server.start();
}

async function freezeServer(server: KillableServer, random: Random): Promise<void> {
  server.pause();
  await pause(random.between(1_000, 8_000));
  server.resume();
}

/** A long freeze lets other workers reclaim its imports. After it the worker must not write them again. */
async function freezeWorker(worker: Member, ms: number): Promise<void> {
  signalWithChildren(worker.pid, 'SIGSTOP');
  await pause(ms);
  signalWithChildren(worker.pid, 'SIGCONT');
}

function killProcess(pid: number | undefined): void {
  if (pid !== undefined) signalWithChildren(pid, 'SIGKILL');
}

async function cutConnections(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
  );
  await client.end();
}

async function emptyRedis(url: string): Promise<void> {
  const client = new Redis(url);
  client.on('error', () => undefined);
  await client.flushall();
  client.disconnect();
}
