import {
  type ChildDeath,
  type ChildExit,
  ChildNotStartedError,
  type LimitedChild,
  type Logger,
  startLimitedChild,
} from '@connectory/runtime';
import type { ChildMessage, ImportEnd, ImportProgress, ImportTask } from './import-messages.ts';

/** An import child ended before it sent its result. */
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
  /** Children at a time. */
  readonly size: number;
  /** Heap limit of each child. V8 aborts a child that exceeds it. */
  readonly heapMb: number;
  /** Time limit of one task. A task that takes longer has its child killed. */
  readonly timeoutMs: number;
  /** Priority of the children, as in `os.constants.priority`. Default: the priority of this process. */
  readonly priority?: number;
  readonly logger: Logger;
  /** Called for each child that starts. */
  readonly onStart?: () => void;
  /** Called for each child that has ended. */
  readonly onEnd?: (death: ChildDeath) => void;
}

export interface ChildPool {
  /**
   * Runs a task in a child process, alone. Waits for a free child.
   * @throws ChildDiedError when the child ended without a result; the pool replaces the child.
   */
  run(
    task: ImportTask,
    options: { signal: AbortSignal; onProgress: (progress: ImportProgress) => void },
  ): Promise<ImportEnd>;
  /** Kills all children. Waiting and later tasks reject with the death `stopped`. */
  close(): Promise<void>;
}

/** Forks children on demand, up to `size`, and reuses them for later tasks. */
export function createChildPool(options: ChildPoolOptions): ChildPool {
  const idle: ImportChild[] = [];
  const all = new Set<ImportChild>();
  const waiting: { resolve: (child: ImportChild) => void; reject: (error: Error) => void }[] = [];
  let closed = false;

  const spawn = (): ImportChild => {
    const child = startImportChild(options, () => {
      all.delete(child);
      const index = idle.indexOf(child);
      if (index >= 0) idle.splice(index, 1);
      if (!closed) replaceChild();
    });
    all.add(child);
    return child;
  };
  /** Starts a child for the next waiting task. A task whose child cannot be started is rejected. */
  const replaceChild = (): void => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        next.resolve(spawn());
        return;
      } catch (error) {
        next.reject(error instanceof Error ? error : new Error(String(error)));
      }
    }
  };
  const acquire = async (): Promise<ImportChild> => {
    if (closed) throw poolClosed();
    const free = idle.pop();
    if (free !== undefined) return free;
    if (all.size < options.size) return spawn();
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const release = (child: ImportChild): void => {
    if (!all.has(child)) return;
    const next = waiting.shift();
    if (next === undefined) idle.push(child);
    else next.resolve(child);
  };

  return {
    run: async (task, { signal, onProgress }) => {
      const child = await acquire();
      try {
        return await child.run(task, signal, onProgress);
      } finally {
        release(child);
      }
    },
    close: async () => {
      closed = true;
      for (const { reject } of waiting.splice(0)) reject(poolClosed());
      await Promise.all([...all].map((child) => child.stop()));
    },
  };
}

/** @throws ChildDiedError `killed` when the system cannot start a process, so that the import is retried. */
function startImportChild(options: ChildPoolOptions, onExit: () => void): ImportChild {
  try {
    return new ImportChild(options, onExit);
  } catch (error) {
    if (!(error instanceof ChildNotStartedError)) throw error;
    options.logger.warn({ err: error }, 'failed to start an import child');
    throw new ChildDiedError('killed', error.message);
  }
}

function poolClosed(): ChildDiedError {
  return new ChildDiedError('stopped', 'The pool of import processes is closed.');
}

/**
 * Size of V8's young generation. A document's tree is allocated fast and lives long: with V8's default of 16 MB it is copied
 * several times.
 */
const youngGenerationMb = 32;

/**
 * Heap size at which V8 first marks old objects. V8's default is small, so a new process marks its whole heap many times until it has
 * grown. Most imports never reach this size.
 */
const initialOldGenerationMb = 256;

class ImportChild {
  readonly #child: LimitedChild;
  readonly #timeoutMs: number;
  #task: { resolve: (end: ImportEnd) => void; reject: (error: Error) => void } | undefined;
  #onProgress: ((progress: ImportProgress) => void) | undefined;

  constructor(options: ChildPoolOptions, onExit: () => void) {
    const { entry, heapMb, priority, logger } = options;
    this.#timeoutMs = options.timeoutMs;
    this.#child = startLimitedChild({
      name: 'import child',
      entry,
      heapMb,
      v8Flags: [
        `--initial-old-space-size=${Math.min(initialOldGenerationMb, Math.floor(heapMb / 2))}`,
        `--max-semi-space-size=${youngGenerationMb}`,
      ],
      stdout: 'inherit',
      ...(priority === undefined ? {} : { priority }),
      logger,
    });
    this.#child.process.on('message', (message: ChildMessage) => this.#receive(message));
    options.onStart?.();
    void this.#child.exited.then((exit) => {
      options.onEnd?.(exit.death);
      this.#task?.reject(toError(exit));
      this.#task = undefined;
      onExit();
    });
  }

  run(task: ImportTask, signal: AbortSignal, onProgress: (progress: ImportProgress) => void): Promise<ImportEnd> {
    const result = new Promise<ImportEnd>((resolve, reject) => (this.#task = { resolve, reject }));
    this.#onProgress = onProgress;
    const removeLimits = this.#child.limit({ timeoutMs: this.#timeoutMs, signal });
    this.#child.process.send(task, (error) => {
      if (error !== null) void this.#child.kill('killed');
    });
    return result.finally(() => {
      removeLimits();
      this.#onProgress = undefined;
    });
  }

  stop(): Promise<void> {
    return this.#child.kill('stopped');
  }

  #receive(message: ChildMessage): void {
    switch (message.kind) {
      case 'ready':
        return;
      case 'progress':
        this.#onProgress?.(message);
        return;
      case 'end':
        this.#task?.resolve(message);
        this.#task = undefined;
    }
  }
}

function toError({ code, signal, death }: ChildExit): ChildDiedError {
  return new ChildDiedError(death, `The import's process ended (${death}, code ${code}, signal ${signal}).`);
}
