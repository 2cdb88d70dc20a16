import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { findFreePort } from './find-free-port.ts';
import type { KillableServer } from './killable-server.ts';

export interface RedisServer extends KillableServer {
  readonly pid: number;
}

export interface RedisOptions {
  /** Files of a server with TLS, which has no other port. */
  readonly certificate?: { readonly certFile: string; readonly keyFile: string };
  /** Default: `redis-server`. */
  readonly program?: 'redis-server' | 'valkey-server';
  /** A primary unless given: a cluster of one server, or a sentinel. */
  readonly mode?: 'cluster' | 'sentinel';
}

/**
 * Starts a Redis server without persistence.
 * @returns undefined, with a note on standard error, when Redis is not installed and neither `REQUIRE_REDIS=1` nor `CI=true` is set
 */
export async function startRedis(folder: string, options: RedisOptions = {}): Promise<RedisServer | undefined> {
  const { certificate, program = 'redis-server', mode } = options;
  const required = process.env['REQUIRE_REDIS'] === '1' || process.env['CI'] === 'true';
  await mkdir(folder, { recursive: true });
  const port = await findFreePort();
  const args = mode === 'sentinel' ? await sentinelArgs(folder, port) : serverArgs(folder, port, options);
  const launch = async (): Promise<ChildProcess | string> => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    return (await untilReady(child)) ?? child;
  };
  const launched = await launch();
  if (typeof launched !== 'string')
    return toServer(`redis${certificate === undefined ? '' : 's'}://127.0.0.1:${port}`, launched, launch);
  const missing = launched.includes('ENOENT');
  if ((required && program === 'redis-server') || !missing) {
    throw new Error(`The tests need a Redis server (apt-get install redis-server): ${launched}`);
  }
  process.stderr.write(`${program} is not installed: its tests are skipped.\n`);
  return undefined;
}

function serverArgs(folder: string, port: number, { certificate, mode }: RedisOptions): readonly string[] {
  const tls =
    certificate === undefined
      ? ['--port', String(port)]
      : ['--port', '0', '--tls-port', String(port), '--tls-cert-file', certificate.certFile];
  const tlsFiles =
    certificate === undefined
      ? []
      : ['--tls-key-file', certificate.keyFile, '--tls-ca-cert-file', certificate.certFile, '--tls-auth-clients', 'no'];
  const cluster = mode === 'cluster' ? ['--cluster-enabled', 'yes'] : [];
  const storage = ['--save', '', '--appendonly', 'no', '--dir', folder, '--maxmemory-policy', 'noeviction'];
  return [...tls, ...tlsFiles, ...cluster, '--bind', '127.0.0.1', ...storage];
}

/** A sentinel requires a file that it can write. */
async function sentinelArgs(folder: string, port: number): Promise<readonly string[]> {
  const file = path.join(folder, 'sentinel.conf');
  await writeFile(file, `port ${port}\nbind 127.0.0.1\ndir ${folder}\n`);
  return [file, '--sentinel'];
}

function toServer(url: string, first: ChildProcess, launch: () => Promise<ChildProcess | string>): RedisServer {
  let child = first;
  return {
    url,
    get pid() {
      return child.pid ?? 0;
    },
    kill: () => end(child),
    start: async () => {
      const launched = await launch();
      if (typeof launched === 'string') throw new Error(`Redis did not start again: ${launched}`);
      child = launched;
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: () => end(child),
  };
}

/** @returns the reason when the server does not start. */
function untilReady(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve) => {
    let output = '';
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code) => resolve(`the server ended with ${code}: ${output.slice(-500)}`));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (/Ready to accept connections|Sentinel ID is/.test(output)) resolve(undefined);
    });
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
