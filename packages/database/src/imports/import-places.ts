import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import {
  addMessages,
  linesOfMessage,
  type PackedPlaces,
  type PlaceGroup,
  type PlaceListing,
} from '@connectory/encoding';
import type { Message } from '@connectory/importer';
import { parseStored } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

/** The places of an import's messages, of which any part can be read. */
export interface ImportPlaces {
  readonly groups: readonly PlaceGroup[];
  /**
   * Reads places by their index over all groups. Reads one piece at a time.
   * @returns JSON texts of objects with `detail` and `location`, by piece.
   */
  read(from: number, to: number): AsyncGenerator<readonly string[], void, undefined>;
}

/** @param added messages without a list of places. */
export async function writePlaces(
  tx: SqlSession,
  importId: string,
  packed: PackedPlaces | undefined,
  added: readonly Message[],
): Promise<void> {
  if (packed === undefined) return;
  const { listingJson, content } = joinPlaces(addMessages(packed, added));
  await tx.$executeRaw`
    insert into import_places (import_id, listing, content) values (${importId}, ${listingJson}, ${content})`;
}

/** The values of a row. */
export function joinPlaces({ listing, pieces }: PackedPlaces): {
  readonly listingJson: string;
  readonly content: Uint8Array;
} {
  return { listingJson: JSON.stringify(listing), content: Buffer.concat(pieces) };
}

/** Opens the places of an import. Nothing larger than a piece is unpacked or parsed at a time. */
export async function openImportPlaces(database: Database, importId: string): Promise<ImportPlaces> {
  const [row] = await database.sql.$queryRaw<{ listing: string }[]>`
    select listing from import_places where import_id = ${importId}`;
  if (row === undefined) return placesOfMessages(await readMessages(database, importId));
  const { groups, pieces } = parseStored<PlaceListing>(row.listing);
  // Messages with few places share a piece.
  let last: { readonly first: number; readonly lines: readonly string[] } | undefined;
  return {
    groups,
    read: async function* (from, to) {
      for (const piece of piecesBetween(pieces, from, to)) {
        if (last?.first !== piece.first)
          last = { first: piece.first, lines: await readPiece(database, importId, piece) };
        const { lines } = last;
        yield lines.slice(Math.max(from - piece.first, 0), to - piece.first);
      }
    },
  };
}

interface Piece {
  readonly offset: number;
  readonly bytes: number;
  /** Index of its first place. */
  readonly first: number;
}

function piecesBetween(pieces: PlaceListing['pieces'], from: number, to: number): readonly Piece[] {
  const found: Piece[] = [];
  let offset = 0;
  let first = 0;
  for (const [bytes, places] of pieces) {
    if (first < to && first + places > from) found.push({ offset, bytes, first });
    offset += bytes;
    first += places;
  }
  return found;
}

const decompress = promisify(brotliDecompress);

async function readPiece(database: Database, importId: string, { offset, bytes }: Piece): Promise<readonly string[]> {
  const [row] = await database.sql.$queryRaw<{ content: Buffer }[]>`
    select substring(content from ${offset + 1}::int for ${bytes}::int) as content
      from import_places where import_id = ${importId}`;
  // The import may have expired meanwhile.
  return row === undefined ? [] : (await decompress(row.content)).toString().split('\n');
}

/** Each message of an import whose messages state all places. They are parsed one by one. */
async function readMessages(database: Database, importId: string): Promise<readonly Message[]> {
  const rows = await database.sql.$queryRaw<{ message: string }[]>`
    select message::text as message from imports, json_array_elements(messages::json) message where id = ${importId}`;
  const messages: Message[] = [];
  for (const { message } of rows) {
    messages.push(parseStored<Message>(message));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return messages;
}

/**
 * The texts of an import's messages, in the order of their groups. Each is cut out as JSON: PostgreSQL reads no member of an object in which
 * a text has \u0000 or a lone surrogate, and messages quote documents. Within a text, quotes are escaped, so only a member matches.
 */
export async function readMessageTexts(database: Database, importId: string): Promise<readonly string[]> {
  const rows = await database.sql.$queryRaw<{ text: string | null }[]>`
    select substring(message::text from '"text":("(?:[^"\\\\]|\\\\.)*")') as text
      from imports, json_array_elements(messages::json) message where id = ${importId}`;
  return rows.map(({ text }) => parseStored<string>(text ?? '""'));
}

function placesOfMessages(messages: readonly Message[]): ImportPlaces {
  const lines = messages.map(linesOfMessage);
  const groups = messages.map((message, index) => ({
    code: message.code,
    severity: message.severity,
    places: lines[index]?.length ?? 0,
    unlisted: countUnlisted(message),
  }));
  const all = lines.flat();
  return {
    groups,
    read: async function* (from, to) {
      yield all.slice(from, to);
    },
  };
}

/** Imports that ended before places were stored list the first hundred. The last line of `detail` counts the others. */
function countUnlisted({ detail, locations }: Message): number {
  if (locations.length === 0 || detail.length <= locations.length) return 0;
  return Number(/^… and (\d+) more$/.exec(detail.at(-1) ?? '')?.[1] ?? 0);
}
