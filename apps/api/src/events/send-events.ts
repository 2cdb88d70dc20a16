import { setTimeout as pause } from 'node:timers/promises';
import { type ImportWatcher, isUnavailable } from '@connectory/database';
import type { Response } from 'express';
import { isStillAuthenticated } from '../access/principal.ts';
import type { ApiMetrics } from '../metrics/api-metrics.ts';

/** Interval of comments on an idle stream. Proxies close idle connections. */
const defaultHeartbeatMs = 15_000;

/** Pause after a failed database query. */
const retryMs = 1_000;

/** The current state of a followed resource. */
export interface FollowedState {
  /** Every visible change raises it. A crash of the database may take back a change that it had committed asynchronously. */
  readonly revision: number;
  /** The status. With the revision it is the id of the event. */
  readonly event: string;
  readonly data: object;
  /** No further change follows. */
  readonly ended: boolean;
}

export interface EventSource {
  readonly watcher: ImportWatcher;
  /** Id of the followed resource, as in database notifications. */
  readonly id: string;
  /** @returns undefined if the resource no longer exists. */
  readonly read: () => Promise<FollowedState | undefined>;
  readonly metrics: ApiMetrics;
  readonly heartbeatMs?: number;
}

/**
 * Streams changes as server-sent events (HTML Standard, section 9.2) until the resource has ended; `id` is revision and status. The
 * stream ends if the key is revoked. Changes that are faster than reads are sent as one event, the last one.
 */
export async function sendEvents(
  source: EventSource,
  found: FollowedState,
  lastEventId: string | undefined,
  response: Response,
): Promise<void> {
  const known = readEventId(lastEventId);
  if (found.ended && !isNews(found, known)) {
    // An EventSource reconnects after every response except 204.
    response.status(204).end();
    return;
  }
  // Compression and buffering proxies would delay events.
  response.set({ 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' });
  response.set('Content-Type', 'text/event-stream; charset=utf-8');
  response.flushHeaders();
  source.metrics.eventStreams.inc();
  response.once('close', () => source.metrics.eventStreams.dec());
  if (response.req.method !== 'HEAD') await sendChanges(source, known, response);
  response.end();
}

/** The last event that the client has. */
interface EventId {
  readonly revision: number;
  readonly event?: string | undefined;
}

/** Without a valid id the client has none, which is revision -1. */
function readEventId(header = ''): EventId {
  const [, revision = '-1', event] = /^(\d{1,15})(?:-([a-z]{1,20}))?$/.exec(header) ?? [];
  return { revision: Number(revision), event };
}

/** After a crash of the database another status may have a revision that the client has already seen. */
function isNews(state: FollowedState, known: EventId): boolean {
  return state.revision > known.revision || (known.event !== undefined && known.event !== state.event);
}

async function sendChanges(source: EventSource, known: EventId, response: Response): Promise<void> {
  const { watcher, id, read, heartbeatMs = defaultHeartbeatMs } = source;
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  let sent: EventId = known;
  while (!closed.signal.aborted && !response.destroyed) {
    // Registered before the read, so that no change is missed. A reconnect of the watcher wakes it too.
    const turn = new AbortController();
    const change = watcher.nextChange(id, heartbeatMs, AbortSignal.any([closed.signal, turn.signal]));
    const state = await readIfAvailable(async () => ((await isStillAuthenticated(response)) ? read() : undefined));
    if (state === 'unavailable') {
      turn.abort();
      // Keep the stream open: an EventSource that reconnects gives up at the first error response.
      response.write(':\n\n');
      if (watcher.closed) return;
      await pause(retryMs);
      continue;
    }
    if (state === undefined) return;
    // The waiter also wakes by timeout and reconnect. Without a change it sends a comment as heartbeat.
    const hasChanged = isNews(state, sent);
    const text = hasChanged ? formatEvent(state) : ':\n\n';
    if (hasChanged) sent = state;
    if (!response.write(text)) await drained(response, closed.signal);
    if (state.ended || watcher.closed) return;
    await change;
  }
}

async function readIfAvailable(read: EventSource['read']): Promise<FollowedState | undefined | 'unavailable'> {
  try {
    return await read();
  } catch (error) {
    if (isUnavailable(error)) return 'unavailable';
    throw error;
  }
}

function formatEvent({ revision, event, data }: FollowedState): string {
  return `id: ${revision}-${event}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Resolves when the written data was sent, or the client has disconnected. */
function drained(response: Response, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    response.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
