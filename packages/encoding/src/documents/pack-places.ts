import { brotliCompressSync, constants } from 'node:zlib';
import type { Message, PlaceList, ReportedPlace, Severity } from '@connectory/importer';
import { shortPointer } from '@connectory/json';

/** What a list of places holds: its messages in order, and the pieces in which the places are stored. */
export interface PlaceListing {
  readonly groups: readonly PlaceGroup[];
  /** Bytes as stored, and number of places. A message may begin and end within a piece. */
  readonly pieces: readonly (readonly [bytes: number, places: number])[];
}

/** The places of one message. */
export interface PlaceGroup {
  readonly code: string;
  readonly severity: Severity;
  readonly places: number;
  /** Further places, which were counted, but are not stored. */
  readonly unlisted: number;
}

/** Places in the form in which they are stored. */
export interface PackedPlaces {
  readonly listing: PlaceListing;
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
}

/** Characters of one piece, which the API unpacks as a whole. */
const pieceChars = 64 * 1024;

/** Messages up to this size need no list of places, if they state all of them. */
const smallMessageChars = 32 * 1024;

/** Low quality: a seventh more bytes than quality 4, in a third of its time. The window is the size of a piece. */
const compression = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_LGWIN]: 16 },
};

/**
 * Packs the places of an import's messages for storage. Synchronous, for processes that do nothing else.
 * @returns undefined when the messages state all places and are small.
 */
export function packPlaces(messages: readonly Message[], lists: readonly PlaceList[]): PackedPlaces | undefined {
  const isComplete = lists.every(({ places, unlisted }, index) => {
    const stated = messages[index]?.locations.length ?? 0;
    return unlisted === 0 && places.length === stated;
  });
  return isComplete && countChars(messages) <= smallMessageChars ? undefined : packLists(lists);
}

/** Adds messages without a list of places. */
export function addMessages(packed: PackedPlaces, messages: readonly Message[]): PackedPlaces {
  const lines = messages.map(linesOfMessage);
  const groups = messages.map(({ code, severity }, index) => ({
    code,
    severity,
    places: lines[index]?.length ?? 0,
    unlisted: 0,
  }));
  const all = lines.flat();
  const pieces = all.length === 0 ? [] : [compressLines(all)];
  return {
    listing: {
      groups: [...packed.listing.groups, ...groups],
      pieces: [...packed.listing.pieces, ...pieces.map(({ length }) => [length, all.length] as const)],
    },
    pieces: [...packed.pieces, ...pieces],
  };
}

/** The places that a message states, each as JSON text; one without place for a message about the whole import. */
export function linesOfMessage({ detail, locations }: Message): readonly string[] {
  if (locations.length === 0 && detail.length === 0) return ['{}'];
  if (locations.length === 0) return detail.map((line) => JSON.stringify({ detail: line }));
  return locations.map((location, index) => JSON.stringify({ detail: detail[index], location }));
}

function packLists(lists: readonly PlaceList[]): PackedPlaces {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  const sizes: (readonly [number, number])[] = [];
  let lines: string[] = [];
  let chars = 0;
  const endPiece = (): void => {
    if (lines.length === 0) return;
    const piece = compressLines(lines);
    pieces.push(piece);
    sizes.push([piece.length, lines.length]);
    lines = [];
    chars = 0;
  };
  for (const { places } of lists) {
    for (const place of places) {
      const line = lineOf(place);
      if (chars + line.length > pieceChars) endPiece();
      lines.push(line);
      chars += line.length + 1;
    }
  }
  endPiece();
  const groups = lists.map(({ places, ...list }) => ({ ...list, places: places.length }));
  return { listing: { groups, pieces: sizes }, pieces };
}

/** A place as JSON text. One above the size of a piece is shortened: no request could name it anyway. */
function lineOf(place: ReportedPlace): string {
  const line = JSON.stringify(place);
  if (line.length <= pieceChars) return line;
  const { detail, location } = place;
  const pointer = shortPointer(location.pointer);
  return JSON.stringify({ location: { ...location, pointer }, detail: shortPointer(detail) });
}

/** JSON text has no line breaks. */
function compressLines(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(brotliCompressSync(lines.join('\n'), compression));
}

function countChars(messages: readonly Message[]): number {
  return messages.reduce(
    (sum, { text, detail, locations }) =>
      sum +
      text.length +
      detail.reduce((chars, line) => chars + line.length, 0) +
      locations.reduce((chars, { pointer }) => chars + pointer.length, 0),
    0,
  );
}
