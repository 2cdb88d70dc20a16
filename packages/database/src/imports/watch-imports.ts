import pg from 'pg';
import { createGuardedSockets } from '../postgres/guarded-sockets.ts';
import { cancellationChannel, importChannel } from './import-channel.ts';

/** Wakes waiters when an import may have changed; they then read it again. One connection serves a whole process. */
export interface ImportWatcher {
  /**
   * Resolves at the next change of the import, after a reconnect (a change may have been missed), or after `timeoutMs`.
   * Call it before reading the row, so that no change is missed in between.
   */
  nextChange(importId: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Like `nextChange`, but ignores changes after which the import is still queued or running. */
  end(importId: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
  /** Begins to note changes, for a caller that does not know yet which import it will wait for. Stop it afterwards. */
  noteChanges(): ImportChanges;
  /** Wakes all waiters, which must not wait again. */
  close(): Promise<void>;
  readonly closed: boolean;
}

export interface ImportChanges {
  /** Whether the import may have changed since. */
  has(importId: string): boolean;
  stop(): void;
}

export interface WatchOptions {
  readonly url: string;
  /** Names its connections in `pg_stat_activity`: the program and the purpose. Default: `connectory`. */
  readonly applicationName?: string;
  /** The notifications to watch; all changes by default. */
  readonly of?: 'changes' | 'cancellations';
  readonly onError: (error: Error) => void;
}

const reconnectDelayMs = 500;

/** A connection that only listens does not notice the loss of its server, so it sends queries. */
const probeIntervalMs = 5_000;

/** How long the server may send nothing. Longer than `probeIntervalMs`, because there is no traffic between two probes. */
const socketTimeoutMs = 15_000;

/** Sends a query regularly. Without a response, the socket guard closes the connection. */
function probeRegularly(client: pg.Client, onEnd: () => void): void {
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

/** Starts listening, and reconnects until closed. */
export function watchImports(options: WatchOptions): ImportWatcher {
  const channel = options.of === 'cancellations' ? cancellationChannel : importChannel;
  const waiters: { readonly change: Waiters; readonly end: Waiters } = { change: new Map(), end: new Map() };
  const notes = new Set<Notes>();
  const listener = createListener(options, channel, {
    onPayload: (payload) => {
      const [importId = '', status = ''] = payload.split(' ', 2);
      for (const note of notes) note.changed.add(importId);
      wake(waiters.change, importId);
      if (!isUnderWay(status)) wake(waiters.end, importId);
    },
    onConnected: () => {
      for (const note of notes) note.mayHaveMissed = true;
      wakeAll(waiters);
    },
  });
  return {
    get closed() {
      return listener.closed;
    },
    nextChange: (importId, timeoutMs, signal) => waitFor(waiters.change, importId, timeoutMs, signal),
    end: (importId, timeoutMs, signal) => waitFor(waiters.end, importId, timeoutMs, signal),
    noteChanges: () => {
      const note: Notes = { changed: new Set(), mayHaveMissed: false };
      notes.add(note);
      return {
        has: (importId) => note.mayHaveMissed || note.changed.has(importId),
        stop: () => void notes.delete(note),
      };
    },
    close: async () => {
      const closing = listener.close();
      wakeAll(waiters);
      await closing;
    },
  };
}

interface Notes {
  readonly changed: Set<string>;
  /** Set by a reconnect. */
  mayHaveMissed: boolean;
}

/** A connection that listens to one channel. */
interface Listener {
  readonly closed: boolean;
  close(): Promise<void>;
}

function createListener(
  options: WatchOptions,
  channel: string,
  handlers: { onPayload: (payload: string) => void; onConnected: () => void },
): Listener {
  const sockets = createGuardedSockets(socketTimeoutMs);
  let connection: Promise<void> = Promise.resolve();
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  const connectLater = (): void => {
    if (closed) return;
    retry ??= setTimeout(() => {
      retry = undefined;
      connection = connect();
    }, reconnectDelayMs);
  };
  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: options.url,
      application_name: options.applicationName ?? 'connectory',
      keepAlive: true,
      stream: () => sockets.create(),
    });
    next.on('notification', ({ payload }) => payload !== undefined && handlers.onPayload(payload));
    next.on('error', options.onError);
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      client = next;
      probeRegularly(next, connectLater);
      handlers.onConnected();
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
    close: async () => {
      closed = true;
      clearTimeout(retry);
      // Nothing is in flight that must be saved, and an unresponsive server would block an orderly close.
      sockets.destroyAll();
      await connection;
      await client?.end();
    },
  };
}

/** Callbacks of waiters, by the id of their import. */
type Waiters = Map<string, Set<() => void>>;

function wake(waiters: Waiters, importId: string): void {
  for (const resolve of waiters.get(importId) ?? []) resolve();
}

function wakeAll(waiters: { readonly [kind: string]: Waiters }): void {
  for (const group of Object.values(waiters)) for (const importId of group.keys()) wake(group, importId);
}

/** The channel also carries bulk re-imports, whose states count as changes of both kinds unless they are `running`. */
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
