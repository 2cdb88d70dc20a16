import { setTimeout as pause } from 'node:timers/promises';
import { type ImportWatcher, isUnavailable } from '@connectory/database';
import type { Response } from 'express';
import { isStillLetIn } from '../access/principal.ts';
import type { ApiMetrics } from '../metrics/api-metrics.ts';

/** Proxies close connections on which nothing comes for long; a comment is something. */
const defaultHeartbeatMs = 15_000;

/** Pause after the database could not be reached. */
const retryMs = 1_000;

/** The state of what is followed. */
export interface FollowedState {
  /** Raised by every change that a client can see: the event's id. */
  readonly revision: number;
  readonly event: string;
  readonly data: object;
  /** Nothing follows. */
  readonly ended: boolean;
}

export interface EventSource {
  readonly watcher: ImportWatcher;
  /** What is followed, as notifications name it. */
  readonly id: string;
  /** @returns undefined when it is gone. */
  readonly read: () => Promise<FollowedState | undefined>;
  readonly metrics: ApiMetrics;
  readonly heartbeatMs?: number;
}

/**
 * Answers with server-sent events (HTML Standard, section 9.2), one for each change that is seen, until what is followed ends: `id` is
 * the revision. A caller whose key is revoked meanwhile gets no more. Changes that follow each other faster than they are read are one event, the last.
 */
export async function sendEvents(
  source: EventSource,
  found: FollowedState,
  lastEventId: string | undefined,
  response: Response,
): Promise<void> {
  const known = readRevision(lastEventId);
  if (found.ended && found.revision <= known) {
    // The one answer after which an EventSource does not connect again.
    response.status(204).end();
    return;
  }
  // Compression would hold events back; so would a proxy that buffers.
  response.set({ 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' });
  response.set('Content-Type', 'text/event-stream; charset=utf-8');
  response.flushHeaders();
  source.metrics.eventStreams.inc();
  response.once('close', () => source.metrics.eventStreams.dec());
  if (response.req.method !== 'HEAD') await sendChanges(source, known, response);
  response.end();
}

/** A revision that nothing has, when there is none to go on from. */
function readRevision(header: string | undefined): number {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : -1;
}

async function sendChanges(source: EventSource, known: number, response: Response): Promise<void> {
  const { watcher, id, read, heartbeatMs = defaultHeartbeatMs } = source;
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  let sent = known;
  while (!closed.signal.aborted && !response.destroyed) {
    // Registered before the row is read, so that no change falls in between; a reconnect of the watcher wakes it too.
    const turn = new AbortController();
    const change = watcher.nextChange(id, heartbeatMs, AbortSignal.any([closed.signal, turn.signal]));
    const state = await readUnlessAway(async () => ((await isStillLetIn(response)) ? read() : undefined));
    if (state === 'away') {
      turn.abort();
      // Without the database there is no news, and an EventSource that has to connect anew gives up at the first answer but 200.
      response.write(':\n\n');
      if (watcher.closed) return;
      await pause(retryMs);
      continue;
    }
    if (state === undefined) return;
    // Only what has changed is news: a waiter is also woken by time and by reconnects, and then says that it is still there.
    const isNews = state.revision > sent;
    const text = isNews ? formatEvent(state) : ':\n\n';
    if (isNews) sent = state.revision;
    if (!response.write(text)) await drained(response, closed.signal);
    if (state.ended || watcher.closed) return;
    await change;
  }
}

async function readUnlessAway(read: EventSource['read']): Promise<FollowedState | undefined | 'away'> {
  try {
    return await read();
  } catch (error) {
    if (isUnavailable(error)) return 'away';
    throw error;
  }
}

function formatEvent({ revision, event, data }: FollowedState): string {
  return `id: ${revision}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Resolves when the client has taken what was written, or is gone. */
function drained(response: Response, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    response.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
