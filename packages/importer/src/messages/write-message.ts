import { shortPointer } from '@connectory/json';
import type {
  LocatePointers,
  Message,
  PlaceList,
  ReportedPlace,
  SourceLocation,
  SourcePosition,
} from '../model/message.ts';

/** Maximum number of places that a message states. All places are listed beside the messages, within a budget. */
export const maxPlaces = 100;

type UnlocatedPlace = { readonly pointer: string; readonly what: string };

/** Finds lines and columns of the places of several messages, in one pass over the document. */
export function locatePlaces(
  entries: readonly { readonly places: readonly UnlocatedPlace[] }[],
  locate: LocatePointers,
): readonly (readonly ReportedPlace[])[] {
  const pointers = new Set<string>();
  for (const { places } of entries) for (const { pointer } of places) pointers.add(pointer);
  const positions: ReadonlyMap<string, SourcePosition> = pointers.size === 0 ? new Map() : locate(pointers);
  return entries.map(({ places }) =>
    places.map(({ pointer, what }) => {
      const found = { pointer, ...positions.get(pointer) };
      const location = { ...found, pointer: shortPointer(found.pointer) };
      return { location, detail: describePlace(location, what) };
    }),
  );
}

/** @param text the text of the message, given the number of its places. */
export function writeMessage(
  { code, severity, places, unlisted }: PlaceList,
  text: (count: number) => string,
): Message {
  const stated = places.slice(0, maxPlaces);
  const detail = stated.map((place) => place.detail);
  const count = places.length + unlisted;
  if (count > stated.length) detail.push(`… and ${count - stated.length} more`);
  const locations = stated.map(({ location }) => location);
  return { code, severity, text: `[${code}] ${text(count)}`, detail, locations };
}

function describePlace({ file, pointer, line, column }: SourceLocation, what: string): string {
  const where = line === undefined ? '' : ` (line ${line}, column ${column})`;
  const place = file === undefined ? pointer : `${file}#${pointer}`;
  return `${place === '' ? '(root)' : place}${where}: ${what}`;
}
