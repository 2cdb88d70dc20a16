import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { type Logger, nodeFlags } from '@connectory/runtime';
import type { ChildMessage, ImportEnd, ImportStep, ImportTask } from './import-messages.ts';

/** Why a child ended without an answer. */
export type ChildDeath = 'out-of-memory' | 'timed-out' | 'stopped' | 'killed';

export class ChildDiedError extends Error {
  override readonly name = 'ChildDiedError';
  readonly death: ChildDeath;
  constructor(death: ChildDeath, message: string) {
    super(message);
    this.death = death;
  }
}

export interface ChildPoolOptions {
  readonly entry: URL;
  readonly size: number;
  /** Limit of a child's heap; V8 ends a child that exceeds it. */
  readonly heapMb: number;
  /** A task that takes longer ends its child. */
  readonly timeoutMs: number;
  /** Of the processes, as `os.constants.priority` has them; that of this process unless given. */
  readonly priority?: number;
  readonly logger: Logger;
  /** Told of each child that starts, and of each that has ended. */
  readonly onStart?: () => void;
  readonly onEnd?: (death: ChildDeath) => void;
}

export interface ChildPool {
  /**
   * Runs a task in a child of its own for the time being; waits for a free one.
   * @throws ChildDiedError when the child ended without an answer; the pool replaces it.
   */
  run(task: ImportTask, options: { signal: AbortSignal; onStep: (step: ImportStep) => void }): Promise<ImportEnd>;
  /** Ends all children at once, whatever they do; tasks that wait or come later are `stopped`. */
  close(): Promise<void>;
}

/** Forks children on demand, up to `size`, and keeps them for the next task. */
export function createChildPool(options: ChildPoolOptions): ChildPool {
  const idle: ImportChild[] = [];
  const all = new Set<ImportChild>();
  const waiting: { resolve: (child: ImportChild) => void; reject: (error: Error) => void }[] = [];
  let closed = false;

  const spawn = (): ImportChild => {
    const child = new ImportChild(options, () => {
      all.delete(child);
      const index = idle.indexOf(child);
      if (index >= 0) idle.splice(index, 1);
      if (!closed) waiting.shift()?.resolve(spawn());
    });
    all.add(child);
    return child;
  };
  const acquire = async (): Promise<ImportChild> => {
    if (closed) throw poolClosed();
    const free = idle.pop();
    if (free !== undefined) return free;
    if (all.size < options.size) return spawn();
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const giveBack = (child: ImportChild): void => {
    if (!all.has(child)) return;
    const next = waiting.shift();
    if (next === undefined) idle.push(child);
    else next.resolve(child);
  };

  return {
    run: async (task, { signal, onStep }) => {
      const child = await acquire();
      try {
        return await child.run(task, signal, onStep);
      } finally {
        giveBack(child);
      }
    },
    close: async () => {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(poolClosed());
      await Promise.all([...all].map((child) => child.end('stopped')));
    },
  };
}

function poolClosed(): ChildDiedError {
  return new ChildDiedError('stopped', 'The pool of import processes is closed.');
}

/** How V8 dies when its heap limit is reached: abort(), seen as this signal or, from a shell, this code. */
const abortSignal = 'SIGABRT';
const abortCode = 134;

/** Of new objects: trees are made quickly and live for a while, so that V8's own 16 MB make it copy them again and again. */
const youngMb = 32;

/**
 * Of objects that last: V8 begins with little, and marks all there is time and again until it has learned what an import needs. Most
 * never need as much as this.
 */
const firstOldMb = 256;

/** Characters of a child's standard error kept for the log. */
const maxLastWords = 2_000;

class ImportChild {
  readonly #process: ChildProcess;
  readonly #exited: Promise<void>;
  readonly #options: ChildPoolOptions;
  #death: ChildDeath | undefined;
  #lastWords = '';
  #settle: { resolve: (end: ImportEnd) => void; reject: (error: Error) => void } | undefined;
  #onStep: ((step: ImportStep) => void) | undefined;

  constructor(options: ChildPoolOptions, onExit: () => void) {
    this.#options = options;
    this.#process = fork(options.entry, {
      execArgv: [
        ...nodeFlags,
        `--max-old-space-size=${options.heapMb}`,
        `--initial-old-space-size=${Math.min(firstOldMb, Math.floor(options.heapMb / 2))}`,
        `--max-semi-space-size=${youngMb}`,
      ],
      // Its logs are ours; on stderr come only last words, such as V8's long report of a full heap.
      stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    });
    this.#lower(options.priority);
    this.#process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-maxLastWords);
    });
    this.#process.on('message', (message: ChildMessage) => this.#receive(message));
    options.onStart?.();
    this.#exited = new Promise((resolve) => {
      const leave = (code: number | null, signal: NodeJS.Signals | null): void => {
        const died = this.#describeDeath(code, signal);
        options.onEnd?.(died.death);
        if (this.#lastWords !== '') options.logger.warn({ lastWords: this.#lastWords }, 'import child wrote to stderr');
        this.#settle?.reject(died);
        this.#settle = undefined;
        onExit();
        resolve();
      };
      this.#process.once('exit', leave);
      this.#process.on('error', (error) => {
        options.logger.error({ err: error }, 'import child failed');
        // The system would not start one (too many processes, no memory): what never began does not exit.
        if (this.#process.pid === undefined) leave(null, null);
      });
    });
  }

  run(task: ImportTask, signal: AbortSignal, onStep: (step: ImportStep) => void): Promise<ImportEnd> {
    const stop = (): void => void this.end('stopped');
    const timer = setTimeout(() => void this.end('timed-out'), this.#options.timeoutMs);
    signal.addEventListener('abort', stop, { once: true });
    const answer = new Promise<ImportEnd>((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#onStep = onStep;
      this.#process.send(task, (error) => {
        if (error !== null) void this.end('killed');
      });
      if (signal.aborted) stop();
    });
    return answer.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      this.#onStep = undefined;
    });
  }

  #lower(priority: number | undefined): void {
    if (priority === undefined || this.#process.pid === undefined) return;
    try {
      setPriority(this.#process.pid, priority);
    } catch (error) {
      // It may be gone already, or the system may not have it: the work is done all the same.
      this.#options.logger.debug({ err: error }, 'priority of an import child not set');
    }
  }

  async end(death: ChildDeath): Promise<void> {
    this.#death ??= death;
    this.#process.kill('SIGKILL');
    await this.#exited;
  }

  #receive(message: ChildMessage): void {
    switch (message.kind) {
      case 'ready':
        return;
      case 'step':
        this.#onStep?.(message);
        return;
      case 'end':
        this.#settle?.resolve(message);
        this.#settle = undefined;
    }
  }

  #describeDeath(code: number | null, signal: NodeJS.Signals | null): ChildDiedError {
    const death = this.#death ?? (signal === abortSignal || code === abortCode ? 'out-of-memory' : 'killed');
    return new ChildDiedError(death, `The import's process ended (${death}, code ${code}, signal ${signal}).`);
  }
}
