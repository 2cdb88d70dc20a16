import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createApiKey, createDatabase, createOrganisation } from '@connectory/database';
import { findFreePort, startKillablePostgres, startProcess, startRedis } from '@connectory/harness';

/** A loaded machine may need it; the verdict is not on speed. */
const startTimeoutMs = 300_000;

/** Servers and processes of their own, all to be killed and started again. */
export async function createWorld({ folder, backend, apis, workers }) {
  const logs = path.join(folder, 'logs');
  await mkdir(logs, { recursive: true });
  const postgres = await startKillablePostgres(path.join(folder, 'postgres'));
  const redis = backend === 'redis' ? await startRedis(path.join(folder, 'redis')) : undefined;
  if (backend === 'redis' && redis === undefined) throw new Error('no redis-server is installed');
  const owner = await createOwner(postgres.url);
  const mark = randomBytes(8).toString('hex');
  const settings = {
    CHAOS_RUN: mark,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis?.url ?? '',
    QUEUE_PREFIX: 'chaos',
    CONNECTORY_TMP_DIR: path.join(folder, 'uploads'),
    HOST: '127.0.0.1',
    DATABASE_SILENCE_SECONDS: '5',
    HEARTBEAT_SECONDS: '1',
    STALE_AFTER_SECONDS: '6',
    SWEEP_SECONDS: '2',
    SHUTDOWN_SECONDS: '15',
    IMPORT_MAX_ATTEMPTS: '100',
    IMPORT_HEAP_MB: '512',
    WORKER_CONCURRENCY: '2',
    LOG_LEVEL: 'info',
  };
  const start = async (app, index) => {
    const port = app === 'api' ? await findFreePort() : 0;
    const name = `${app}-${index}`;
    return createMember({ app, name, env: { ...settings, PORT: String(port) }, log: path.join(logs, `${name}.log`) });
  };
  const members = (app, count) => Promise.all(Array.from({ length: count }, (_, index) => start(app, index)));
  return {
    folder,
    mark,
    owner,
    postgres,
    redis,
    queueName: 'chaos-import',
    uploads: settings.CONNECTORY_TMP_DIR,
    apis: await members('api', apis),
    workers: await members('worker', workers),
  };
}

async function createOwner(url) {
  const database = createDatabase({ url, poolSize: 1, onError: () => undefined });
  try {
    const { id } = await createOrganisation(database, 'Chaos');
    const { token } = await createApiKey(database, { organisationId: id, name: 'chaos', role: 'import' });
    return { organisationId: id, apiKey: token };
  } finally {
    await database.close();
  }
}

/** One process that comes back after it was killed; what it says is kept, and counted. */
async function createMember({ app, name, env, log }) {
  const counts = { starts: 0, enqueued: 0, released: 0, crashes: [] };
  let current;
  const start = async () => {
    counts.starts += 1;
    const running = startProcess({ app, env });
    const asked = { to: undefined };
    current = { running, asked };
    void running.exited.then(async ({ code, signal }) => {
      countSweeps(running.stdout(), counts);
      await appendFile(log, running.output());
      if (asked.to === undefined || (asked.to === 'SIGTERM' && code !== 0))
        counts.crashes.push(
          `${name} ended by itself (code ${code}, signal ${signal}, asked: ${asked.to ?? 'nothing'})`,
        );
    });
    await running.untilOutput(`${app} ready`, startTimeoutMs);
  };
  await start();
  return {
    name,
    counts,
    url: `http://127.0.0.1:${env.PORT}`,
    start,
    get pid() {
      return current.running.pid;
    },
    /** Resolves when it is gone. */
    end: async (signal) => {
      current.asked.to = signal;
      current.running.kill(signal);
      await current.running.exited;
    },
  };
}

function countSweeps(output, counts) {
  for (const line of output.split('\n')) {
    if (!line.includes('"msg":"swept"')) continue;
    const { enqueued, released } = JSON.parse(line);
    counts.enqueued += enqueued;
    counts.released += released;
  }
}

/** Processes whose environment has the mark of a run: api, worker, and their children. */
export function processesOf(mark) {
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
