import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { childProcessesOf, signalWithChildren } from '@connectory/harness';

/** How often each kind of trouble comes, against each other. */
const weights = {
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

/** Troubles at a time: with all of them at once nothing would ever be done, least of all on a machine where a start takes its time. */
const maxLasting = 2;

/** Makes trouble until told to stop: one at a time begins, and several may last at once. */
export function createStorm({ world, random, onTrouble }) {
  const counts = {};
  const lasting = new Set();
  const busy = new Set();
  const kinds = Object.fromEntries(
    Object.entries(weights).filter(([kind]) => world.redis !== undefined || !kind.startsWith('Redis')),
  );
  const makers = createMakers(world, random);
  const begin = (kind) => {
    const { target, make } = makers(kind);
    // What is in trouble already is left alone.
    if (busy.has(target)) return;
    busy.add(target);
    counts[kind] = (counts[kind] ?? 0) + 1;
    const trouble = make()
      .catch((error) => onTrouble(`${kind}: ${String(error.stack ?? error)}`))
      .finally(() => {
        busy.delete(target);
        lasting.delete(trouble);
      });
    lasting.add(trouble);
  };
  return {
    counts,
    rage: async (until) => {
      while (Date.now() < until) {
        await pause(random.between(2_000, 7_000));
        if (Date.now() < until && lasting.size < maxLasting) begin(random.weighted(kinds));
      }
      await Promise.all(lasting);
    },
  };
}

function createMakers(world, random) {
  const restart = (member, signal) => async () => {
    await member.end(signal);
    await pause(random.between(0, 3_000));
    await member.start();
  };
  const killServer = (server) => async () => {
    await server.kill();
    await pause(random.between(0, 5_000));
    await server.start();
  };
  const freezeServer = (server) => async () => {
    server.pause();
    await pause(random.between(1_000, 8_000));
    server.resume();
  };
  return (kind) => {
    const worker = random.pick(world.workers);
    const api = random.pick(world.apis);
    switch (kind) {
      case 'worker killed':
        return { target: worker, make: restart(worker, 'SIGKILL') };
      case 'worker told to stop':
        return { target: worker, make: restart(worker, 'SIGTERM') };
      case 'worker frozen':
        return { target: worker, make: () => freezeWorker(worker, random.between(1_000, 12_000)) };
      case 'import process killed':
        return { target: worker, make: async () => killChild(random.pick(childProcessesOf(worker.pid))) };
      case 'api killed':
        return { target: api, make: restart(api, 'SIGKILL') };
      case 'api told to stop':
        return { target: api, make: restart(api, 'SIGTERM') };
      case 'PostgreSQL killed':
        return { target: world.postgres, make: killServer(world.postgres) };
      case 'PostgreSQL connections cut':
        return { target: world.postgres, make: () => cutConnections(world.postgres.url) };
      case 'PostgreSQL frozen':
        return { target: world.postgres, make: freezeServer(world.postgres) };
      case 'Redis killed':
        return { target: world.redis, make: killServer(world.redis) };
      case 'Redis emptied':
        return { target: world.redis, make: () => emptyRedis(world.redis.url) };
      case 'Redis frozen':
        return { target: world.redis, make: freezeServer(world.redis) };
      default:
        throw new Error(kind);
    }
  };
}

/** Long enough, and others take its imports for dead: when it wakes up it must not write them once more. */
async function freezeWorker(worker, ms) {
  signalWithChildren(worker.pid, 'SIGSTOP');
  await pause(ms);
  signalWithChildren(worker.pid, 'SIGCONT');
}

function killChild(pid) {
  if (pid !== undefined) signalWithChildren(pid, 'SIGKILL');
}

async function cutConnections(url) {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
  );
  await client.end();
}

export async function emptyRedis(url) {
  const { Redis } = await import('ioredis');
  const client = new Redis(url);
  client.on('error', () => undefined);
  await client.flushall();
  client.disconnect();
}
