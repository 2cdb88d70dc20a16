import { type ChildProcess, spawn } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, serverEnvironment } from './data-cluster.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { Binaries } from './find-binaries.ts';
import { isAlive, programOf } from './process-identity.ts';

const startTimeoutMs = 60_000;
/** Time for connections to end before an immediate shutdown. The data survives both kinds. */
const stopTimeoutMs = 10_000;

// A wrapper around the server that stops it when standard input closes. The parent holds the other end, so the input closes however the
// parent ends, and no server outlives it.
const guardScript = `
exec 3<&0
"$@" 3<&- &
server=$!
(read -r _ <&3; kill -INT $server) &
reader=$!
wait $server
code=$?
kill $reader 2>/dev/null
exit $code
`;

export interface Server {
  /** Resolves when the server has ended, stopped or crashed. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts a server and waits until it accepts connections.
 * @param onLine called for every log line of the server.
 * @throws EmbeddedPostgresError with the last log lines if the server ends first. `retryable` is set if port or memory were in use.
 */
export async function runServer(options: {
  binaries: Binaries;
  cluster: Cluster;
  port: number;
  durable: boolean;
  onLine: (line: string) => void;
}): Promise<Server> {
  const { cluster, binaries } = options;
  const command = [binaries.postgres, '-D', cluster.pgdata, '-p', String(options.port), ...flags(options.durable)];
  const guarded = process.platform === 'win32' ? command : ['/bin/sh', '-c', guardScript, 'sh', ...command];
  const [program = '', ...args] = guarded;
  // In a separate session, because Ctrl-C in the terminal is for the parent, which stops the server after its own work.
  const child = spawn(program, args, {
    cwd: cluster.folder,
    env: serverEnvironment(),
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
    ...cluster.account,
  });
  child.stdin.on('error', () => undefined);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await waitUntilReady(child, options.onLine);
  return {
    ended,
    stop: async () => {
      child.stdin.end();
      const pid = await readServerPid(cluster.folder);
      if (pid !== undefined) await stopProcess(pid, signalTo(cluster));
      else if (process.platform === 'win32') child.kill();
      await ended;
    },
  };
}

/** Folder of the server's socket, as a path for the server: its data folder, which only its account and this process can access. */
const socketFolder = '.';

function flags(durable: boolean): readonly string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: process.platform === 'win32' ? '' : socketFolder,
    max_connections: '150',
    shared_buffers: '128MB',
    max_wal_size: '512MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    jit: 'off',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', autovacuum_naptime: '1h' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

function waitUntilReady(child: ChildProcess, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const last: string[] = [];
    const fail = (reason: string): void => {
      clearTimeout(timer);
      reject(new EmbeddedPostgresError(`PostgreSQL did not start (${reason}). ${last.join(' ')}`.trim()));
    };
    const timer = setTimeout(() => {
      child.stdin?.end();
      fail(`not ready after ${startTimeoutMs / 1000} s`);
    }, startTimeoutMs);
    child.once('error', (error) => fail(error.message));
    child.once('close', (code) => fail(`it ended with ${code}`));
    let rest = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        onLine(line);
        last.push(line);
        if (last.length > 8) last.shift();
        if (!line.includes('database system is ready to accept connections')) continue;
        clearTimeout(timer);
        resolve();
      }
    });
  });
}

/**
 * Stops a server that a killed run left behind on this data, and removes its sockets.
 * @returns the process id of that server, if there was one.
 */
export async function stopLeftBehind(cluster: Cluster): Promise<number | undefined> {
  const pid = await readServerPid(cluster.folder);
  const runs = pid !== undefined && isAlive(pid) && programOf(pid).startsWith('postgres');
  if (runs) await stopProcess(pid, signalTo(cluster));
  // A stale file from before a crash. Another program may have the id now, and the server would refuse to start.
  else await rm(path.join(cluster.folder, 'postmaster.pid'), { force: true });
  const left = (await readdir(cluster.folder)).filter((name) => name.startsWith('.s.PGSQL.'));
  for (const name of left) await rm(path.join(cluster.folder, name), { force: true });
  return runs ? pid : undefined;
}

/** The first line of `postmaster.pid`. */
async function readServerPid(folder: string): Promise<number | undefined> {
  const text = await readFile(path.join(folder, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return Number.isInteger(pid) && pid > 0 ? pid : undefined;
}

function signalTo(cluster: Cluster): (pid: number, signal: NodeJS.Signals) => void {
  return (pid, signal) => {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return;
      throw new EmbeddedPostgresError(
        `The PostgreSQL server ${pid} on ${cluster.folder} belongs to another user and cannot be stopped. Stop it as that user.`,
        { cause: error },
      );
    }
  };
}

/** Tries a fast shutdown, then an immediate one, then SIGKILL. */
async function stopProcess(pid: number, send: (pid: number, signal: NodeJS.Signals) => void): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    send(pid, signal);
    const deadline = Date.now() + stopTimeoutMs;
    while (Date.now() < deadline) {
      if (!isAlive(pid)) return;
      await pause(20);
    }
  }
  throw new EmbeddedPostgresError(`The PostgreSQL server ${pid} cannot be stopped.`);
}
