import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { childProcessesOf, type CuttableProxy, type KillableServer, signalWithChildren } from '@connectory/harness';
import type { Random } from './random.ts';
import type { Member, World } from './world.ts';

/** How often each kind of trouble occurs, relative to the others. */
export const troubleWeights = {
  'worker killed': 6,
  'worker told to stop': 2,
  'worker frozen': 1,
  'worker frozen with a lock': 2,
  'import process killed': 3,
  'api killed': 4,
  'api told to stop': 1,
  'PostgreSQL killed': 4,
  'PostgreSQL connections cut': 2,
  'PostgreSQL frozen': 1,
  'database read-only': 2,
  'disk full': 1,
  'network cut': 2,
  'network silent': 1,
  'Redis killed': 4,
  'Redis emptied': 1,
  'Redis frozen': 1,
  'Redis full': 1,
};

/** After these the database restarts without its last asynchronous commits. A full disk stops it. */
export const crashes: ReadonlySet<string> = new Set(['PostgreSQL killed', 'disk full']);

export type TroubleKind = keyof typeof troubleWeights;

export interface Trouble {
  /** The server or process that it affects. */
  readonly target: object;
  /** Causes the trouble and ends it. */
  readonly run: () => Promise<void>;
}

/** Chooses a target for a kind of trouble. */
export function createTrouble(kind: TroubleKind, world: World, random: Random): Trouble {
  const { postgres, redis } = world;
  const worker = random.pick(world.workers);
  const api = random.pick(world.apis);
  switch (kind) {
    case 'worker killed':
      return { target: worker, run: () => restart(worker, 'SIGKILL', random) };
    case 'worker told to stop':
      return { target: worker, run: () => restart(worker, 'SIGTERM', random) };
    case 'worker frozen':
      return { target: worker, run: () => freezeWorker(worker, random.between(1_000, 12_000)) };
    case 'worker frozen with a lock':
      return { target: worker, run: () => freezeInTransaction(worker, postgres.url, random.between(4_000, 12_000)) };
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
    case 'database read-only':
      return { target: postgres, run: () => makeReadOnly(postgres.url, random.between(1_000, 5_000)) };
    case 'disk full':
      return { target: postgres, run: () => fillDisk(world, random.between(1_000, 5_000)) };
    case 'network cut':
    case 'network silent':
      return onNetwork(random.pick(world.networks), kind, random);
    case 'Redis killed':
      return onRedis(redis, (server) => killServer(server, random));
    case 'Redis emptied':
      return onRedis(redis, (server) => emptyRedis(server.url));
    case 'Redis frozen':
      return onRedis(redis, (server) => freezeServer(server, random));
    case 'Redis full':
      return onRedis(redis, (server) => fillRedis(server.url, random.between(1_000, 6_000)));
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

/** How often to look for a worker in a transaction. Most looks find none. */
const maxLooks = 60;

/** Freezes a worker in the transaction that writes a version, so that it keeps the locks of its rows. Otherwise freezes it anywhere. */
async function freezeInTransaction(worker: Member, url: string, ms: number): Promise<void> {
  await withClient(url, async (client) => {
    for (let looks = 0; looks < maxLooks; looks += 1) {
      signalWithChildren(worker.pid, 'SIGSTOP');
      await pause(40);
      if (await holdsLock(client)) break;
      signalWithChildren(worker.pid, 'SIGCONT');
      await pause(40);
    }
  }).catch(() => undefined);
  await freezeWorker(worker, ms);
}

/** Whether a session waits within a transaction for its frozen client. */
async function holdsLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ found: boolean }>(`
    select exists (
      select from pg_stat_activity join pg_locks using (pid)
       where application_name like 'connectory worker%' and state = 'idle in transaction'
         and now() - state_change > interval '30 ms' and mode = 'RowExclusiveLock' and relation = 'imports'::regclass) as found`);
  return rows[0]?.found === true;
}

function onNetwork(network: CuttableProxy, kind: 'network cut' | 'network silent', random: Random): Trouble {
  const ms = random.between(1_000, 8_000);
  const run = async (): Promise<void> => {
    if (kind === 'network cut') network.cut();
    else network.silence();
    await pause(ms);
    network.restore();
  };
  return { target: network, run };
}

/** New transactions of all sessions are read-only. */
async function makeReadOnly(url: string, ms: number): Promise<void> {
  const set = (value: string): Promise<void> =>
    withClient(url, async (client) => {
      await client.query(`alter system set default_transaction_read_only = ${value}`);
      await client.query('select pg_reload_conf()');
    });
  await set('on');
  await pause(ms);
  await set('off');
}

/** Fills the disk of PostgreSQL. Where this process cannot mount one, the error of a full disk is raised by triggers. */
async function fillDisk({ disk, postgres }: World, ms: number): Promise<void> {
  if (disk === undefined) {
    await failWrites(postgres.url, ms);
    return;
  }
  disk.fill();
  await pause(ms);
  disk.empty();
  await postgres.revive();
}

const failedTables = ['imports', 'connector_versions', 'actions', 'callbacks'];

async function failWrites(url: string, ms: number): Promise<void> {
  const change = (toStatement: (table: string) => string): Promise<void> =>
    withClient(url, async (client) => {
      await client.query(`
        create or replace function chaos_full() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`);
      for (const table of failedTables) await client.query(toStatement(table));
    });
  await change((table) => `create trigger chaos_full before insert on ${table} execute function chaos_full()`);
  await pause(ms);
  await change((table) => `drop trigger if exists chaos_full on ${table}`);
}

async function fillRedis(url: string, ms: number): Promise<void> {
  const client = new Redis(url);
  client.on('error', () => undefined);
  await client.config('SET', 'maxmemory', '1');
  await pause(ms);
  await client.config('SET', 'maxmemory', '0');
  client.disconnect();
}

/** Runs an action on a connection of its own. */
async function withClient(url: string, action: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await action(client);
  } finally {
    await client.end();
  }
}

function killProcess(pid: number | undefined): void {
  if (pid !== undefined) signalWithChildren(pid, 'SIGKILL');
}

function cutConnections(url: string): Promise<void> {
  return withClient(url, async (client) => {
    await client.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
    );
  });
}

async function emptyRedis(url: string): Promise<void> {
  const client = new Redis(url);
  client.on('error', () => undefined);
  await client.flushall();
  client.disconnect();
}
