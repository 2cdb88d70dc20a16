import pg from 'pg';
import { importChannel } from './import-channel.ts';

/** Tells waiters that an import may have changed; they re-read it. One connection serves a whole process. */
export interface ImportWatcher {
  /**
   * Resolves at the next change of the import, at a reconnect (a change may have been missed), or after `timeoutMs`.
   * Register before reading the row, so that no change falls between.
   */
  nextChange(importId: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Wakes all waiters, which must not wait again. */
  close(): Promise<void>;
  readonly closed: boolean;
}

const reconnectDelayMs = 500;

/** Starts listening; a lost connection is made again until closed. */
export function watchImports(options: { url: string; onError: (error: Error) => void }): ImportWatcher {
  const waiters = new Map<string, Set<() => void>>();
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const wake = (importId: string): void => {
    for (const resolve of waiters.get(importId) ?? []) resolve();
  };
  const wakeAll = (): void => {
    for (const importId of waiters.keys()) wake(importId);
  };
  const connectLater = (): void => {
    if (!closed) retry ??= setTimeout(() => ((retry = undefined), void connect()), reconnectDelayMs);
  };
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: options.url, keepAlive: true });
    next.on('notification', ({ payload }) => payload !== undefined && wake(payload));
    next.on('error', options.onError);
    next.on('end', connectLater);
    try {
      await next.connect();
      await next.query(`listen ${importChannel}`);
      client = next;
      wakeAll();
      if (closed) await next.end();
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
      await next.end().catch(() => undefined);
      connectLater();
    }
  };
  void connect();

  return {
    get closed() {
      return closed;
    },
    nextChange: (importId, timeoutMs, signal) => waitFor(waiters, importId, timeoutMs, signal),
    close: async () => {
      closed = true;
      clearTimeout(retry);
      wakeAll();
      await client?.end();
    },
  };
}

function waitFor(
  waiters: Map<string, Set<() => void>>,
  importId: string,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve) => {
    const mine = waiters.get(importId) ?? new Set();
    waiters.set(importId, mine);
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      mine.delete(done);
      if (mine.size === 0 && waiters.get(importId) === mine) waiters.delete(importId);
      resolve();
    };
    const timer = setTimeout(done, timeoutMs);
    mine.add(done);
    if (signal?.aborted === true) done();
    else signal?.addEventListener('abort', done, { once: true });
  });
}
