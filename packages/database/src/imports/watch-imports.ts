import pg from 'pg';
import { createGuardedSockets } from '../postgres/guarded-sockets.ts';
import { cancellationChannel, importChannel } from './import-channel.ts';

/** Tells waiters that an import may have changed; they re-read it. One connection serves a whole process. */
export interface ImportWatcher {
  /**
   * Resolves at the next change of the import, at a reconnect (a change may have been missed), or after `timeoutMs`.
   * Register before reading the row, so that no change falls between.
   */
  nextChange(importId: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** As `nextChange`, but changes after which the import is still under way do not count. */
  end(importId: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Wakes all waiters, which must not wait again. */
  close(): Promise<void>;
  readonly closed: boolean;
}

export interface WatchOptions {
  readonly url: string;
  /** Which changes: every one unless given. */
  readonly of?: 'changes' | 'cancellations';
  readonly onError: (error: Error) => void;
}

const reconnectDelayMs = 500;

/** A connection that only listens cannot tell silence from the loss of its server: it asks. */
const probeIntervalMs = 5_000;

/** How long the server may owe an answer. Longer than the interval: what is silent between two questions is well. */
const silenceMs = 15_000;

/** Whoever does not get an answer is cut off by the guard of its socket. */
function askFromTimeToTime(client: pg.Client, onEnd: () => void): void {
  let answered = true;
  const timer = setInterval(() => {
    if (!answered) return;
    answered = false;
    client.query('select 1').then(
      () => (answered = true),
      () => undefined,
    );
  }, probeIntervalMs);
  client.once('end', () => {
    clearInterval(timer);
    onEnd();
  });
}

/** Starts listening; a lost connection is made again until closed. */
export function watchImports(options: WatchOptions): ImportWatcher {
  const channel = options.of === 'cancellations' ? cancellationChannel : importChannel;
  const waiters: { readonly change: Waiters; readonly end: Waiters } = { change: new Map(), end: new Map() };
  const sockets = createGuardedSockets(silenceMs);
  let connection: Promise<void> = Promise.resolve();
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const hear = (payload: string): void => {
    const [importId = '', status = ''] = payload.split(' ', 2);
    wake(waiters.change, importId);
    if (!isUnderWay(status)) wake(waiters.end, importId);
  };
  const wakeAll = (): void => {
    for (const those of Object.values(waiters)) for (const importId of those.keys()) wake(those, importId);
  };
  const connectLater = (): void => {
    if (closed) return;
    retry ??= setTimeout(() => {
      retry = undefined;
      connection = connect();
    }, reconnectDelayMs);
  };
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: options.url, keepAlive: true, stream: () => sockets.create() });
    next.on('notification', ({ payload }) => payload !== undefined && hear(payload));
    next.on('error', options.onError);
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      client = next;
      askFromTimeToTime(next, connectLater);
      wakeAll();
    } catch (error) {
      options.onError(error instanceof Error ? error : new Error(String(error)));
      await next.end().catch(() => undefined);
      connectLater();
    }
  };
  connection = connect();

  return {
    get closed() {
      return closed;
    },
    nextChange: (importId, timeoutMs, signal) => waitFor(waiters.change, importId, timeoutMs, signal),
    end: (importId, timeoutMs, signal) => waitFor(waiters.end, importId, timeoutMs, signal),
    close: async () => {
      closed = true;
      clearTimeout(retry);
      wakeAll();
      // Nothing is lost with it: there is no need to part in good order, nor to wait for a server that does not answer.
      sockets.destroyAll();
      await connection;
      await client?.end();
    },
  };
}

/** Who waits, by the id of an import. */
type Waiters = Map<string, Set<() => void>>;

function wake(waiters: Waiters, importId: string): void {
  for (const resolve of waiters.get(importId) ?? []) resolve();
}

function isUnderWay(status: string): boolean {
  return status === 'queued' || status === 'running';
}

function waitFor(
  waiters: Waiters,
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
