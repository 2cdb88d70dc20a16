import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { type Logger, nodeFlags } from '@connectory/runtime';
import { ApiError } from '../http/api-error.ts';
import { diffExitCodes, type DiffTask } from './diff-task.ts';

/** Requests that wait for a free child at most: more are told to come again. */
const maxWaiting = 20;

/** Seconds after which to come again. */
const retrySeconds = 10;

/** Characters of a child's standard error kept for the log. */
const maxLastWords = 2_000;

export interface DiffRunnerOptions {
  readonly databaseUrl: string;
  /** Children at once. */
  readonly size: number;
  readonly heapMb: number;
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** A diff as it is being written. */
export interface WrittenDiff {
  /** JSON text of a VersionDiff. */
  readonly text: Readable;
  /** Resolves when all of it was written; rejects when its writer died, after which the text ends like a whole one. */
  readonly written: Promise<void>;
}

/** Compares versions in processes of their own, with limits of memory and time: it is work that would hold up every other request. */
export interface DiffRunner {
  /** @throws ApiError when there is none: too large, gone, too busy. */
  run(task: DiffTask, signal: AbortSignal): Promise<WrittenDiff>;
  /** Ends all children at once. */
  close(): Promise<void>;
}

export function createDiffRunner(options: DiffRunnerOptions): DiffRunner {
  const children = new Set<ChildProcess>();
  const waiting: (() => void)[] = [];
  let running = 0;

  const acquire = async (signal: AbortSignal): Promise<void> => {
    if (running < options.size) {
      running += 1;
      return;
    }
    if (waiting.length >= maxWaiting) throw busy();
    await new Promise<void>((resolve) => waiting.push(resolve));
    if (!signal.aborted) return;
    release();
    signal.throwIfAborted();
  };
  // Whoever waits takes over the place, so that none is counted twice.
  const release = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    run: async (task, signal) => {
      await acquire(signal);
      const child = spawn(options, task);
      children.add(child);
      child.once('exit', () => {
        children.delete(child);
        release();
      });
      return untilWriting(child, options, signal);
    },
    close: async () => {
      waiting.length = 0;
      await Promise.all(
        [...children].map(async (child) => {
          child.kill('SIGKILL');
          await once(child, 'exit');
        }),
      );
    },
  };
}

/** The same path from the sources and from what was built of them: only the latter can be run. */
const entry = new URL('../../dist/diff/diff-child.js', import.meta.url);

function spawn({ databaseUrl, heapMb }: DiffRunnerOptions, task: DiffTask): ChildProcess {
  return fork(entry, [JSON.stringify(task)], {
    execArgv: [...nodeFlags, `--max-old-space-size=${heapMb}`],
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** Resolves once the child writes, so that what goes wrong before still gets an answer of its own. */
async function untilWriting(
  child: ChildProcess,
  options: DiffRunnerOptions,
  signal: AbortSignal,
): Promise<WrittenDiff> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('a diff child without pipes');
  let timedOut = false;
  let lastWords = '';
  stderr.setEncoding('utf8').on('data', (text: string) => (lastWords = (lastWords + text).slice(-maxLastWords)));
  const kill = (): void => void child.kill('SIGKILL');
  const timer = setTimeout(() => {
    timedOut = true;
    kill();
  }, options.timeoutMs);
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  const written = new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, killedBy) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', kill);
      if (code === 0) resolve();
      else {
        if (lastWords !== '') options.logger.warn({ lastWords, code, killedBy }, 'diff child failed');
        reject(describeExit({ code, killedBy, timedOut }));
      }
    });
  });
  // Awaited by whoever reads to the end; until then its rejection is nobody's.
  written.catch(() => undefined);
  await Promise.race([untilFirstChunk(stdout), written]);
  return { text: stdout, written };
}

/** Never resolves for a stream that ends without a byte, which is `readable` too. */
function untilFirstChunk(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (stream.readableLength === 0) return;
      stream.off('readable', look);
      resolve();
    };
    stream.on('readable', look);
  });
}

function describeExit(exit: { code: number | null; killedBy: string | null; timedOut: boolean }): Error {
  const tooMuch = exit.timedOut || exit.killedBy === 'SIGABRT' || exit.code === 134;
  if (tooMuch || exit.code === diffExitCodes.tooLarge)
    return new ApiError('diff_too_large', 'The two versions are too large to be compared on request.');
  if (exit.code === diffExitCodes.gone)
    return new ApiError('version_not_found', 'One of the versions was deleted while they were compared.');
  return new Error(`diff child ended with code ${exit.code}, signal ${exit.killedBy}`);
}

function busy(): ApiError {
  const headers = { 'Retry-After': String(retrySeconds) };
  return new ApiError('unavailable', 'Too many versions are being compared at the moment.', { headers });
}
