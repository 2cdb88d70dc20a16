import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Logger } from '../observability/logger.ts';
import { nodeFlags } from './node-flags.ts';

/** Why a child process ended before it finished its work. */
export type ChildDeath = 'out-of-memory' | 'timed-out' | 'stopped' | 'killed';

/** The system could not start a child, for example because it has no memory, processes or file descriptors left. */
export class ChildNotStartedError extends Error {
  override readonly name = 'ChildNotStartedError';
}

export interface ChildExit {
  /** Null if a signal ended the process. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** The cause, if the exit was not intended. A child that exits by itself counts as `killed`. */
  readonly death: ChildDeath;
}

export interface LimitedChildOptions {
  /** Name in log lines, such as `import child`. */
  readonly name: string;
  /** The module to run. */
  readonly entry: URL;
  readonly args?: readonly string[];
  /** Default: that of this process. */
  readonly env?: NodeJS.ProcessEnv;
  /** Heap limit. V8 aborts a process that exceeds it. */
  readonly heapMb: number;
  /** Flags for V8 in addition to the heap limit. */
  readonly v8Flags?: readonly string[];
  /** `pipe` makes `process.stdout` readable here. */
  readonly stdout: 'inherit' | 'pipe' | 'ignore';
  /** Adds a stream in both directions: `process.stdio[framesFd]` here, the file descriptor `framesFd` in the child. */
  readonly frames?: boolean;
  /** As in `os.constants.priority`. Default: the priority of this process. */
  readonly priority?: number;
  readonly logger: Logger;
}

export interface LimitedChild {
  readonly process: ChildProcess;
  /** Resolves when the process has ended. Never rejects. */
  readonly exited: Promise<ChildExit>;
  /**
   * Kills the child when `timeoutMs` have passed or `signal` aborts.
   * @returns a function that removes both limits.
   */
  limit(limits: { timeoutMs: number; signal: AbortSignal }): () => void;
  /** Kills the child and waits for its exit. The first cause given is the one reported. */
  kill(death: ChildDeath): Promise<void>;
}

/** File descriptor of a child's stream of frames: the first after standard streams and the IPC channel. */
export const framesFd = 4;

/** V8 calls abort() at its heap limit. The parent sees this signal, or this code if a shell is in between. */
const abortSignal = 'SIGABRT';
const abortCode = 134;

/** Characters of the child's standard error to log: V8 writes a long report when its heap is full. */
const maxStderrChars = 2_000;

/**
 * Forks a Node process with a heap limit. Callers add time limits with `limit`.
 * @throws ChildNotStartedError when there is no process, or no channel to it.
 */
export function startLimitedChild(options: LimitedChildOptions): LimitedChild {
  const { name, logger } = options;
  const child = forkOrThrow(options);
  lowerPriority(child, options);
  const stderr = keepTail(child.stderr);
  let killedFor: ChildDeath | undefined;

  const exited = new Promise<ChildExit>((resolve) => {
    const leave = (code: number | null, signal: NodeJS.Signals | null): void => {
      const text = stderr();
      if (text !== '') logger.warn({ child: name, stderr: text, code, signal }, 'child process wrote to stderr');
      const isHeapFull = signal === abortSignal || code === abortCode;
      resolve({ code, signal, death: killedFor ?? (isHeapFull ? 'out-of-memory' : 'killed') });
    };
    child.once('exit', leave);
    child.on('error', (error) => logger.error({ err: error, child: name }, 'child process failed'));
  });

  const kill = async (death: ChildDeath): Promise<void> => {
    killedFor ??= death;
    child.kill('SIGKILL');
    await exited;
  };
  return {
    process: child,
    exited,
    kill,
    limit: ({ timeoutMs, signal }) => {
      const stop = (): void => void kill('stopped');
      const timer = setTimeout(() => void kill('timed-out'), timeoutMs);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      return () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', stop);
      };
    },
  };
}

function forkOrThrow(options: LimitedChildOptions): ChildProcess {
  const notStarted = (cause?: unknown): ChildNotStartedError =>
    new ChildNotStartedError(`The system could not start the ${options.name}.`, { cause });
  let child: ChildProcess;
  try {
    child = fork(options.entry, options.args ?? [], {
      execArgv: [...nodeFlags, `--max-old-space-size=${options.heapMb}`, ...(options.v8Flags ?? [])],
      stdio: ['ignore', options.stdout, 'pipe', 'ipc', ...(options.frames === true ? (['pipe'] as const) : [])],
      ...(options.env === undefined ? {} : { env: options.env }),
    });
  } catch (error) {
    // Node throws some failures of the system, such as ENOMEM.
    throw notStarted(error);
  }
  // Node reports others, such as EMFILE and EAGAIN, by an event: then the process has no id, and the channel may be missing.
  if (child.pid !== undefined && child.connected) return child;
  abandon(child, options);
  throw notStarted();
}

/** Releases what Node has created for a process that does not run. Its streams fail, and an unhandled error would end this process. */
function abandon(child: ChildProcess, { name, logger }: LimitedChildOptions): void {
  child.on('error', (error) => logger.error({ err: error, child: name }, 'failed to start a child process'));
  // Absent without free file descriptors.
  const streams: Partial<ChildProcess>['stdio'] = child.stdio;
  for (const stream of streams ?? []) stream?.on('error', () => undefined).destroy();
  if (child.connected) child.disconnect();
  // Without an id, Node would send the signal to process 0: to every process of this process's group.
  if (child.pid !== undefined) child.kill('SIGKILL');
}

function lowerPriority(child: ChildProcess, { name, priority, logger }: LimitedChildOptions): void {
  if (priority === undefined || child.pid === undefined) return;
  try {
    setPriority(child.pid, priority);
  } catch (error) {
    // The process may have ended, or the system may refuse the priority. The work does not depend on it.
    logger.debug({ err: error, child: name }, 'failed to set the priority of a child process');
  }
}

/** @returns a function that gives the last characters read so far. */
function keepTail(stream: NodeJS.ReadableStream | null): () => string {
  let tail = '';
  stream?.setEncoding('utf8').on('data', (text: string) => {
    tail = (tail + text).slice(-maxStderrChars);
  });
  stream?.on('error', () => undefined);
  return () => tail;
}
