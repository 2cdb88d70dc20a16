import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { findFreePort } from './find-free-port.ts';
import type { KillableServer } from './killable-server.ts';

export interface RedisServer extends KillableServer {
  readonly pid: number;
}

/**
 * Starts a Redis server without persistence.
 * @param certificate files of a server with TLS, which has no other port
 * @returns undefined, with a note on standard error, when Redis is not installed and neither `REQUIRE_REDIS=1` nor `CI=true` is set
 */
export async function startRedis(
  folder: string,
  certificate?: { readonly certFile: string; readonly keyFile: string },
): Promise<RedisServer | undefined> {
  const required = process.env['REQUIRE_REDIS'] === '1' || process.env['CI'] === 'true';
  await mkdir(folder, { recursive: true });
  const port = await findFreePort();
  const tls =
    certificate === undefined
      ? ['--port', String(port)]
      : ['--port', '0', '--tls-port', String(port), '--tls-cert-file', certificate.certFile];
  const tlsFiles =
    certificate === undefined
      ? []
      : ['--tls-key-file', certificate.keyFile, '--tls-ca-cert-file', certificate.certFile, '--tls-auth-clients', 'no'];
  const args = [...tls, ...tlsFiles, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const launch = async (): Promise<ChildProcess | string> => {
    const child = spawn('redis-server', [...args, '--maxmemory-policy', 'noeviction'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return (await untilReady(child)) ?? child;
  };
  const launched = await launch();
  if (typeof launched !== 'string')
    return toServer(`redis${certificate === undefined ? '' : 's'}://127.0.0.1:${port}`, launched, launch);
  const missing = launched.includes('ENOENT');
  if (required || !missing) {
    throw new Error(`The tests need a Redis server (apt-get install redis-server): ${launched}`);
  }
  process.stderr.write('redis-server is not installed: tests with the Redis queue are skipped.\n');
  return undefined;
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
    child.once('exit', (code) => resolve(`redis-server ended with ${code}: ${output.slice(-500)}`));
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes('Ready to accept connections')) resolve(undefined);
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
