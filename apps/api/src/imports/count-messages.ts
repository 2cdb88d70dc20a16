import type { PlaceCounts } from '@connectory/contract';
import { type Database, openImportPlaces, type PlaceGroup } from '@connectory/database';
import type { RequestHandler } from 'express';
import { requireEndedImport } from './require-import.ts';

type Count = PlaceCounts['counts'][number];

/** The part of a stored place that is read here. */
interface StoredPlace {
  readonly location?: { readonly pointer: string; readonly file?: string };
}

/** Tokens of a pointer that name an operation or a component: `/paths/~1pets/get`, `/components/schemas/Pet`. */
const tokens = 3;

/** Places that are counted before other requests have their turn. */
const placesPerTurn = 2_000;

/** Counts the places of messages by the part of the document that they are in. */
export function countMessages({ database }: { readonly database: Database }): RequestHandler {
  return async (request, response) => {
    const { id } = await requireEndedImport(database, request);
    const places = await openImportPlaces(database, id);
    const counts: Count[] = [];
    let from = 0;
    for (const group of places.groups) {
      const counter = createCounter(group);
      for await (const lines of places.read(from, from + group.places)) await countLines(lines, counter.add);
      from += group.places;
      for (const count of counter.counts()) counts.push(count);
    }
    response.json({ counts } satisfies PlaceCounts);
  };
}

async function countLines(lines: readonly string[], add: (line: string) => void): Promise<void> {
  for (const [index, line] of lines.entries()) {
    add(line);
    if (index % placesPerTurn === placesPerTurn - 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Counts the places of one message. */
function createCounter({ code, severity }: PlaceGroup) {
  const found = new Map<string, Count>();
  const add = (line: string): void => {
    const { location }: StoredPlace = JSON.parse(line);
    if (location === undefined) return;
    const { file } = location;
    const pointer = location.pointer.split('/', tokens + 1).join('/');
    const key = `${file ?? ''}#${pointer}`;
    const places = (found.get(key)?.places ?? 0) + 1;
    found.set(key, {
      pointer,
      ...(file === undefined ? {} : { file }),
      ...(code === undefined ? {} : { code }),
      severity,
      places,
    });
  };
  return { add, counts: (): Iterable<Count> => found.values() };
}
