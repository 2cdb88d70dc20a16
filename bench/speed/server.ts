// PostgreSQL, Redis and the service itself, as they run for users: built code, processes of their own, data that survives a power cut.
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../packages/embedded/dist/index.js';

const cli = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));

/** One PostgreSQL server for the whole run; every measurement gets a new database on it. */
export async function startServer() {
  const folder = mkdtempSync(path.join(process.env.BENCH_DIR ?? tmpdir(), 'connectory-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: folder });
  const postmasterPid = Number(readFileSync(path.join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
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
 * Starts the service by `connectory start` on a database of its own.
 * @param backend `postgres` or `redis`: where jobs wait.
 */
export async function startService(server, backend, env = {}) {
  const database = await server.newDatabase();
  const redis = backend === 'redis' ? await startRedis(server.folder) : undefined;
  const dataDir = mkdtempSync(path.join(server.folder, 'data-'));
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
  let output = '';
  await new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the service ended with ${code}: ${output}`)));
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text;
      if (output.includes('serves at')) resolve();
    });
  });
  const credentials = JSON.parse(readFileSync(path.join(dataDir, 'credentials.json'), 'utf8'));
  return {
    ...credentials,
    backend,
    databaseUrl: database.url,
    roots: {
      service: child.pid,
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

async function startRedis(folder) {
  const port = await findFreePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn('redis-server', [...args, '--maxmemory-policy', 'noeviction'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      if (text.includes('Ready to accept connections')) resolve();
    });
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function findFreePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export async function query(url, sql, values = []) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows;
  } finally {
    await client.end();
  }
}
