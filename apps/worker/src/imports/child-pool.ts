import { type ChildDeath, ChildNotStartedError } from '@connectory/runtime';
import { ChildDiedError, type ImportChild, type ImportChildOptions, startImportChild } from './import-child.ts';

export interface ChildPoolOptions extends ImportChildOptions {
  /** Time limit of one import. A child whose import takes longer is killed. */
  readonly timeoutMs: number;
  /** Called for each child that starts. */
  readonly onStart?: () => void;
  /** Called for each child that has ended. */
  readonly onEnd?: (death: ChildDeath) => void;
}

export interface ChildPool {
  /**
   * Runs work with a child of its own. Waits for a free child.
   * @throws ChildDiedError when the child ended before the work settled; the pool replaces the child.
   */
  run<Value>(work: (child: ImportChild) => Promise<Value>, signal: AbortSignal): Promise<Value>;
  /** Kills all children. Waiting and later work rejects with the death `stopped`. */
  close(): Promise<void>;
}

type PooledChild = ReturnType<typeof startImportChild>;

/** Forks children on demand, up to `size`, and reuses them for later imports. */
export function createChildPool(options: ChildPoolOptions): ChildPool {
  const idle: PooledChild[] = [];
  const all = new Set<PooledChild>();
  const waiting: { resolve: (child: PooledChild) => void; reject: (error: Error) => void }[] = [];
  let closed = false;

  const spawn = (): PooledChild => {
    const child = startCounted(options);
    all.add(child);
    void child.exited.then(() => {
      all.delete(child);
      const index = idle.indexOf(child);
      if (index >= 0) idle.splice(index, 1);
      if (!closed) replaceChild();
    });
    return child;
  };
  /** Starts a child for the next waiting work, which is rejected if the child cannot be started. */
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
  const acquire = async (): Promise<PooledChild> => {
    if (closed) throw poolClosed();
    const free = idle.pop();
    if (free !== undefined) return free;
    if (all.size < options.size) return spawn();
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  const release = (child: PooledChild): void => {
    if (!all.has(child)) return;
    const next = waiting.shift();
    if (next === undefined) idle.push(child);
    else next.resolve(child);
  };

  return {
    run: async (work, signal) => {
      const child = await acquire();
      try {
        return await child.run(work, { timeoutMs: options.timeoutMs, signal });
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
function startCounted(options: ChildPoolOptions): PooledChild {
  try {
    const child = startImportChild(options);
    options.onStart?.();
    void child.exited.then(({ death }) => options.onEnd?.(death));
    return child;
  } catch (error) {
    if (!(error instanceof ChildNotStartedError)) throw error;
    options.logger.warn({ err: error }, 'failed to start an import child');
    throw new ChildDiedError('killed', error.message);
  }
}

function poolClosed(): ChildDiedError {
  return new ChildDiedError('stopped', 'The pool of import processes is closed.');
}
