import type { Message, MessagePlace, MessagePlacePage } from '@connectory/contract';
import { type Database, readImportMessages, readStoredDocument, unpackDocument } from '@connectory/database';
import { hasEnded } from '@connectory/lifecycle';
import type { RequestHandler, Response, Router } from 'express';
import { createCutExcerpt, type CutExcerpt, type ExcerptDependencies } from '../excerpts/cut-in-child.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText, readPageRequest } from '../http/paging.ts';
import { requireImport } from './require-import.ts';

const severities = ['info', 'warning', 'error'] as const;

export interface MessageRouteDependencies extends ExcerptDependencies {
  readonly database: Database;
}

/** Adds the routes that read the places of messages, and the text at a place. */
export function addMessageRoutes(router: Router, dependencies: MessageRouteDependencies): void {
  const cutExcerpt = createCutExcerpt(dependencies);
  router.get('/imports/:import_id/messages', listPlaces(dependencies));
  router.get('/imports/:import_id/document/excerpt', showExcerpt(dependencies, cutExcerpt));
}

function listPlaces({ database }: MessageRouteDependencies): RequestHandler {
  return async (request, response) => {
    const record = await requireImport(database, request);
    if (!hasEnded(record.status))
      throw new ApiError('import_not_finished', `The import ${record.id} is ${record.status} (${record.stage}).`);
    const code = queryText(request, 'code');
    const severity = readSeverity(queryText(request, 'severity'));
    const { first, after } = readPageRequest(request);
    const start = after === undefined ? 0 : readCursor(after);
    const messages = parseMessages(await readImportMessages(database, record.id)).filter(
      (message) =>
        (code === undefined || message.code === code) && (severity === undefined || message.severity === severity),
    );
    const places = messages.flatMap(placesOf);
    const page: MessagePlacePage = {
      totalCount: places.length,
      next: start + first < places.length ? writeCursor(start + first) : undefined,
      unlisted: messages.reduce((sum, message) => sum + countUnlisted(message), 0),
      places: places.slice(start, start + first),
    };
    response.json(page);
  };
}

function parseMessages(json: string): readonly Message[] {
  return JSON.parse(json);
}

/** One for each place; one without place for a message about the whole import. */
function placesOf({ code, severity, detail = [], locations = [] }: Message): readonly MessagePlace[] {
  if (locations.length === 0 && detail.length === 0) return [{ code, severity }];
  if (locations.length === 0) return detail.map((line) => ({ code, severity, detail: line }));
  return locations.map((location, index) => ({ code, severity, detail: detail[index], location }));
}

/** The last line of `detail` counts the places that are not listed. */
function countUnlisted({ detail = [], locations = [] }: Message): number {
  if (locations.length === 0 || detail.length <= locations.length) return 0;
  return Number(/^… and (\d+) more$/.exec(detail.at(-1) ?? '')?.[1] ?? 0);
}

function readSeverity(text: string | undefined): (typeof severities)[number] | undefined {
  if (text === undefined) return undefined;
  const severity = severities.find((known) => known === text);
  if (severity !== undefined) return severity;
  const message = `must be one of ${severities.join(', ')}`;
  throw new ApiError('request_invalid', `"severity" ${message}.`, { fields: [{ field: 'severity', message }] });
}

function writeCursor(index: number): string {
  return Buffer.from(`1:${index}`).toString('base64url');
}

function readCursor(cursor: string): number {
  const index = /^1:(\d{1,9})$/.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  if (index === undefined || writeCursor(Number(index)) !== cursor)
    throw new ApiError('cursor_invalid', '"after" is not a cursor of this list.');
  return Number(index);
}

function showExcerpt({ database }: MessageRouteDependencies, cutExcerpt: CutExcerpt): RequestHandler {
  return async (request, response) => {
    const { id, document, options } = await requireImport(database, request);
    const stored = document === null ? undefined : await readStoredDocument(database, document.sha256);
    if (stored === undefined)
      throw new ApiError('import_not_found', `The document of import ${id} is not stored yet, or no longer.`);
    const task = {
      place: queryText(request, 'pointer') ?? '',
      ...(options.root === undefined ? {} : { root: options.root }),
    };
    const text = await cutExcerpt(await unpackDocument(stored), task, untilClosed(response));
    response.type('application/json').send(text);
  };
}

function untilClosed(response: Response): AbortSignal {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  return closed.signal;
}
