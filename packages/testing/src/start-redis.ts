import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { findFreePort } from './find-free-port.ts';

interface Redis {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Starts a Redis server that keeps nothing on disk.
 * @returns undefined, with a note, when none is installed and neither `REQUIRE_REDIS=1` nor `CI=true` asks for it.
 */
export async function startRedis(folder: string): Promise<Redis | undefined> {
  const required = process.env['REQUIRE_REDIS'] === '1' || process.env['CI'] === 'true';
  await mkdir(folder, { recursive: true });
  const port = await findFreePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const child = spawn('redis-server', [...args, '--maxmemory-policy', 'noeviction'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const failure = await untilReady(child);
  if (failure === undefined) return { url: `redis://127.0.0.1:${port}`, stop: () => stop(child) };
  const missing = failure.includes('ENOENT');
  if (required || !missing) throw new Error(`The tests need a Redis server (apt-get install redis-server): ${failure}`);
  process.stderr.write('No redis-server is installed: the tests of the Redis queue are skipped.\n');
  return undefined;
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

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}
