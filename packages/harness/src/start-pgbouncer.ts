import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findFreePort } from './find-free-port.ts';
import { waitFor } from './wait-for.ts';

export interface PgBouncer {
  /** The URL of a database, through the pooler. */
  readonly urlOf: (url: string) => string;
  readonly stop: () => Promise<void>;
}

export interface PgBouncerOptions {
  readonly mode: 'session' | 'transaction';
  /** What it executes before a session gets another client. Default: `DISCARD ALL`. */
  readonly resetQuery?: string;
  /** URLs of all roles that connect through it. */
  readonly urls: readonly string[];
}

/** Starts PgBouncer in front of a PostgreSQL server. @throws when it is not installed */
export async function startPgBouncer({ mode, resetQuery, urls }: PgBouncerOptions): Promise<PgBouncer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pgbouncer-'));
  await chmod(folder, 0o755);
  const [server] = urls.map((url) => new URL(url));
  const port = await findFreePort();
  const users = urls.map((url) => new URL(url)).map(({ username, password }) => `"${username}" "${password}"`);
  const config = [
    '[databases]',
    `* = host=127.0.0.1 port=${server?.port}`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1`,
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = scram-sha-256',
    `auth_file = ${folder}/users.txt`,
    `pool_mode = ${mode}`,
    'default_pool_size = 60',
    `server_reset_query = ${resetQuery ?? 'DISCARD ALL'}`,
    '',
  ];
  await writeFile(`${folder}/users.txt`, users.join('\n'), { mode: 0o644 });
  await writeFile(`${folder}/pgbouncer.ini`, config.join('\n'), { mode: 0o644 });
  // It refuses to run as root.
  const account = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('pgbouncer', ['-q', ...account, `${folder}/pgbouncer.ini`], { stdio: 'ignore' });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await waitFor(() => accepts(port), { describe: 'PgBouncer accepts connections' });
  } catch (error) {
    await stop();
    throw error;
  }
  return { urlOf: (url) => throughPort(url, port), stop };
}

function throughPort(url: string, port: number): string {
  const pooled = new URL(url);
  pooled.port = String(port);
  // Without the folder of the socket, which would bypass the pooler.
  pooled.search = '';
  return pooled.href;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
