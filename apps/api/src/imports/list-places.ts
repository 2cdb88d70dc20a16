import type { MessagePlacePage } from '@connectory/contract';
import { type Database, type ImportPlaces, openImportPlaces, type PlaceGroup } from '@connectory/database';
import type { Request, RequestHandler } from 'express';
import type { LargeResponses } from '../bodies/large-responses.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText, readPageRequest } from '../http/paging.ts';
import { requireEndedImport } from './require-import.ts';

const severities = ['info', 'warning', 'error'] as const;

/** A page ends before the place with which it would be larger. Its first place is always sent. */
const maxPageChars = 1024 * 1024;

/** Lists the places of an import's messages in the order of the messages, by page. Sends them in pieces, as they are stored. */
export function listPlaces({ database, large }: { database: Database; large: LargeResponses }): RequestHandler {
  return async (request, response) => {
    const record = await requireEndedImport(database, request);
    const isWanted = readFilter(request);
    const { first, after } = readPageRequest(request);
    const start = after === undefined ? 0 : readCursor(after);
    const places = await openImportPlaces(database, record.id);
    const page = { places, ranges: selectRanges(places.groups, isWanted), start, first };
    await large.send(response.type('json'), pageText(page));
  };
}

/** The places of a wanted message, by their index over all messages. */
interface Range {
  readonly group: PlaceGroup;
  readonly from: number;
}

interface RequestedPage {
  readonly places: ImportPlaces;
  readonly ranges: readonly Range[];
  /** Number of wanted places before the page. */
  readonly start: number;
  readonly first: number;
}

function selectRanges(groups: readonly PlaceGroup[], isWanted: (group: PlaceGroup) => boolean): readonly Range[] {
  let from = 0;
  const ranges = groups.map((group) => {
    const range = { group, from };
    from += group.places;
    return range;
  });
  return ranges.filter(({ group }) => isWanted(group));
}

async function* pageText(page: RequestedPage): AsyncGenerator<string, void, undefined> {
  const sum = (key: 'places' | 'unlisted'): number => page.ranges.reduce((total, { group }) => total + group[key], 0);
  const head: Omit<MessagePlacePage, 'places' | 'next'> = { totalCount: sum('places'), unlisted: sum('unlisted') };
  yield `${JSON.stringify(head).slice(0, -1)},"places":[`;
  const sent = { places: 0, chars: 0 };
  for await (const lines of wantedLines(page)) {
    const fitting = lines.filter((line) => {
      sent.chars += line.length + 1;
      if (sent.places > 0 && sent.chars > maxPageChars) return false;
      sent.places += 1;
      return true;
    });
    if (fitting.length > 0) yield (sent.places > fitting.length ? ',' : '') + fitting.join(',');
    if (fitting.length < lines.length) break;
  }
  const end = page.start + sent.places;
  yield end < head.totalCount ? `],"next":${JSON.stringify(writeCursor(end))}}` : ']}';
}

/** JSON texts of MessagePlace, by piece. */
async function* wantedLines({ places, ranges, start, first }: RequestedPage): AsyncGenerator<readonly string[]> {
  let skipped = start;
  let left = first;
  for (const { group, from } of ranges) {
    const wanted = Math.min(Math.max(group.places - skipped, 0), left);
    const begin = from + skipped;
    skipped = Math.max(skipped - group.places, 0);
    left -= wanted;
    if (wanted === 0) continue;
    const { code, severity } = group;
    const head = JSON.stringify({ code, severity }).slice(0, -1);
    for await (const lines of places.read(begin, begin + wanted))
      yield lines.map((line) => (line === '{}' ? `${head}}` : `${head},${line.slice(1)}`));
  }
}

function readFilter(request: Request): (group: PlaceGroup) => boolean {
  const code = queryText(request, 'code');
  const severity = readSeverity(queryText(request, 'severity'));
  return (group) =>
    (code === undefined || group.code === code) && (severity === undefined || group.severity === severity);
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
