import { setTimeout as pause } from 'node:timers/promises';
import { type Database, findImport, type ImportRecord, type ImportWatcher } from '@connectory/database';
import type { RequestHandler, Response } from 'express';
import { isUnavailable } from '../http/is-unavailable.ts';
import { hasEnded, presentImport } from './present-import.ts';
import { requireImport } from './require-import.ts';

/** Proxies close connections on which nothing comes for long; a comment is something. */
const defaultHeartbeatMs = 15_000;

/** Pause after the database could not be reached. */
const retryMs = 1_000;

export interface FollowDependencies {
  readonly database: Database;
  readonly watcher: ImportWatcher;
  readonly baseUrl: () => string;
  readonly heartbeatMs?: number;
}

/**
 * Answers with server-sent events (HTML Standard, section 9.2), one for each change that is seen, until the import ends: `id` is the
 * revision, `event` the status, `data` the Import. Changes that follow each other faster than they are read are one event, the last.
 */
export function followImport(dependencies: FollowDependencies): RequestHandler {
  return async (request, response) => {
    const found = await requireImport(dependencies.database, request);
    const known = readRevision(request.get('Last-Event-ID'));
    if (hasEnded(found) && found.revision <= known) {
      // The one answer after which an EventSource does not connect again.
      response.status(204).end();
      return;
    }
    // Compression would hold events back; so would a proxy that buffers.
    response.set({ 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' });
    response.set('Content-Type', 'text/event-stream; charset=utf-8');
    response.flushHeaders();
    if (request.method !== 'HEAD') await sendEvents(dependencies, found, known, response);
    response.end();
  };
}

/** A revision that no import has, when there is none to go on from. */
function readRevision(header: string | undefined): number {
  return header !== undefined && /^\d{1,15}$/.test(header) ? Number(header) : -1;
}

async function sendEvents(
  dependencies: FollowDependencies,
  { id, organisationId }: ImportRecord,
  known: number,
  response: Response,
): Promise<void> {
  const { database, watcher, baseUrl, heartbeatMs = defaultHeartbeatMs } = dependencies;
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  let sent = known;
  while (!closed.signal.aborted && !response.destroyed) {
    // Registered before the row is read, so that no change falls in between; a reconnect of the watcher wakes it too.
    const change = watcher.nextChange(id, heartbeatMs, closed.signal);
    const record = await findUnlessAway(database, organisationId, id);
    if (record === 'away') {
      // Without the database there is no news, and an EventSource that has to connect anew gives up at the first answer but 200.
      response.write(':\n\n');
      if (watcher.closed) return;
      await pause(retryMs);
      continue;
    }
    if (record === undefined) return;
    // Only what has changed is news: a waiter is also woken by time and by reconnects, and then says that it is still there.
    const isNews = record.revision > sent;
    const text = isNews ? formatEvent(record, baseUrl()) : ':\n\n';
    if (isNews) sent = record.revision;
    if (!response.write(text)) await drained(response, closed.signal);
    if (hasEnded(record) || watcher.closed) return;
    await change;
  }
}

async function findUnlessAway(
  database: Database,
  organisationId: string,
  importId: string,
): Promise<ImportRecord | undefined | 'away'> {
  try {
    return await findImport(database, organisationId, importId);
  } catch (error) {
    if (isUnavailable(error)) return 'away';
    throw error;
  }
}

function formatEvent(record: ImportRecord, baseUrl: string): string {
  return `id: ${record.revision}\nevent: ${record.status}\ndata: ${JSON.stringify(presentImport(record, baseUrl))}\n\n`;
}

/** Resolves when the client has taken what was written, or is gone. */
function drained(response: Response, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    response.once('drain', resolve);
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
