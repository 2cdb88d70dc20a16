import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { findFreePort } from './find-free-port.ts';
import type { KillableServer } from './killable-server.ts';

/**
 * Starts a Redis server that keeps nothing on disk.
 * @returns undefined, with a note, when none is installed and neither `REQUIRE_REDIS=1` nor `CI=true` asks for it.
 */
export async function startRedis(folder: string): Promise<KillableServer | undefined> {
  const required = process.env['REQUIRE_REDIS'] === '1' || process.env['CI'] === 'true';
  await mkdir(folder, { recursive: true });
  const port = await findFreePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const launch = async (): Promise<ChildProcess | string> => {
    const child = spawn('redis-server', [...args, '--maxmemory-policy', 'noeviction'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return (await untilReady(child)) ?? child;
  };
  const launched = await launch();
  if (typeof launched !== 'string') return toServer(`redis://127.0.0.1:${port}`, launched, launch);
  const missing = launched.includes('ENOENT');
  if (required || !missing) {
    throw new Error(`The tests need a Redis server (apt-get install redis-server): ${launched}`);
  }
  process.stderr.write('No redis-server is installed: the tests of the Redis queue are skipped.\n');
  return undefined;
}

function toServer(url: string, first: ChildProcess, launch: () => Promise<ChildProcess | string>): KillableServer {
  let child = first;
  return {
    url,
    kill: () => end(child),
    start: async () => {
      const launched = await launch();
      if (typeof launched === 'string') throw new Error(`Redis does not start again: ${launched}`);
      child = launched;
    },
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    stop: () => end(child),
  };
}

/** @returns why it did not get ready. */
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
