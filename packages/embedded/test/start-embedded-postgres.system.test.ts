import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, EmbeddedPostgresError, startEmbeddedPostgres } from '../src/index.ts';
import { isAlive } from '../src/process-identity.ts';

// `mkdtemp` creates a folder for its owner only. The server's account has no access to it, and needs none.
let dataDir: string;
let started: EmbeddedPostgres[];
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'connectory-embedded-'));
  started = [];
});
afterEach(async () => {
  for (const postgres of started) await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  started.push(postgres);
  return postgres;
}

async function ask(url: string, statement: string): Promise<readonly object[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<object>(statement)).rows;
  } finally {
    await client.end();
  }
}

async function serverPid(): Promise<number> {
  return Number.parseInt(await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8'), 10);
}

/** A separate process that holds the data folder. */
async function holdDatabase(): Promise<ChildProcess> {
  const program = fileURLToPath(new URL('./fixtures/hold-database.mjs', import.meta.url));
  const holder = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve, reject) => {
    holder.stdout.once('data', resolve);
    holder.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
  return holder;
}

async function kill(holder: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => holder.once('exit', resolve));
  holder.kill('SIGKILL');
  await gone;
}

describe('an embedded PostgreSQL', () => {
  test('keeps its data over a stop and a start', async () => {
    const first = await start();
    await ask(first.databaseUrl, `create table kept as select 'ä' as text`);
    await first.stop();
    const second = await start();
    expect(await ask(second.databaseUrl, 'select text from kept')).toEqual([{ text: 'ä' }]);
  });

  test('stores UTF-8 and sorts by code points in any locale of the machine', async () => {
    const { databaseUrl } = await start();
    expect(await ask(databaseUrl, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
    const sorted = await ask(
      databaseUrl,
      `select string_agg(c, '' order by c) as all from unnest(array['b','a','B','ä']) c`,
    );
    expect(sorted).toEqual([{ all: 'Babä' }]);
  });

  test('requires the password, which only its owner can read', async () => {
    const { databaseUrl } = await start();
    const url = new URL(databaseUrl);
    url.password = 'guessed';
    await expect(ask(url.href, 'select 1')).rejects.toThrow('password authentication failed');
    expect((await stat(path.join(dataDir, 'postgres-password'))).mode & 0o777).toBe(0o600);
    expect(url.hostname).toBe('127.0.0.1');
  });

  test('refuses a second start on its data folder and names the holder', async () => {
    await start();
    const second = startEmbeddedPostgres({ dataDir });
    await expect(second).rejects.toThrow(EmbeddedPostgresError);
    await expect(second).rejects.toThrow(`in use by process ${process.pid}`);
  });

  test('has ended together with its server when stop returns', async () => {
    const postgres = await start();
    const pid = await serverPid();
    await postgres.stop();
    expect(isAlive(pid)).toBe(false);
    await postgres.ended;
  });

  test('starts on the data of a killed process, which left no server behind', async () => {
    const holder = await holdDatabase();
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow(`in use by process ${holder.pid}`);
    const pid = await serverPid();
    await kill(holder);
    const { databaseUrl } = await start();
    expect(isAlive(pid)).toBe(false);
    expect(await ask(databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('ignores a process id that another program has by now', async () => {
    await (await start()).stop();
    await writeFile(path.join(dataDir, 'postgres', 'postmaster.pid'), `${process.pid}\n/gone\n`);
    await writeFile(path.join(dataDir, 'connectory.pid'), `${process.pid} 1\n`);
    const socket = path.join(dataDir, 'postgres', '.s.PGSQL.1');
    await writeFile(socket, '');
    const { databaseUrl } = await start();
    expect(await ask(databaseUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(isAlive(process.pid)).toBe(true);
    await expect(stat(socket)).rejects.toThrow('ENOENT');
  });

  test.skipIf(process.platform === 'win32')(
    'is reached by its socket, or by TCP if the path of the socket is too long',
    async () => {
      const bySocket = 'select inet_server_addr() is null as "bySocket"';
      expect(await ask((await start()).databaseUrl, bySocket)).toEqual([{ bySocket: true }]);
      const deep = path.join(dataDir, 'x'.repeat(100));
      const postgres = await startEmbeddedPostgres({ dataDir: deep, durable: false });
      started.push(postgres);
      expect(await ask(postgres.databaseUrl, bySocket)).toEqual([{ bySocket: false }]);
    },
  );

  test('reports a server that ends unexpectedly', async () => {
    const postgres = await start();
    process.kill(await serverPid(), 'SIGQUIT');
    await postgres.ended;
    await expect(ask(postgres.databaseUrl, 'select 1')).rejects.toThrow(/ECONNREFUSED|ENOENT/);
  });
});
