import { setImmediate as nextTurn } from 'node:timers/promises';
import { coverageKinds, type MessageGroups } from '@connectory/contract';
import {
  type Database,
  findImportBefore,
  type ImportPlaces,
  openImportPlaces,
  type PlaceGroup,
  readMessageTexts,
} from '@connectory/database';
import type { RequestHandler } from 'express';
import { queryChoice } from '../http/paging.ts';
import { kindsOfPlace } from './kinds-of-place.ts';
import { requireEndedImport } from './require-import.ts';

const ranks: readonly string[] = ['error', 'warning', 'info'];

/** Lists the messages of an import without their places: one for each code. With a kind, those with a place in parts of it. */
export function listMessageGroups({ database }: { readonly database: Database }): RequestHandler {
  return async (request, response) => {
    const kind = queryChoice(request, 'kind', coverageKinds);
    const record = await requireEndedImport(database, request);
    const [opened, texts, countBefore] = await Promise.all([
      openImportPlaces(database, record.id),
      readMessageTexts(database, record.id),
      readCountsBefore(database, record),
    ]);
    const isWanted = kind === undefined ? undefined : await findGroupsOfKind(opened, kind);
    const presented = opened.groups.flatMap(({ code, severity, places, unlisted }, index) => {
      if (isWanted?.[index] === false) return [];
      const counted = { severity, text: texts[index] ?? '', places, unlisted };
      return [code === undefined ? counted : { code, ...counted, ...countBefore(code) }];
    });
    presented.sort((one, other) => ranks.indexOf(one.severity) - ranks.indexOf(other.severity));
    response.json({ groups: presented } satisfies MessageGroups);
  };
}

/** Whether each message has a place in parts of a kind. */
async function findGroupsOfKind(opened: ImportPlaces, kind: string): Promise<readonly boolean[]> {
  const found: boolean[] = [];
  let from = 0;
  for (const { places } of opened.groups) {
    let isFound = false;
    for await (const lines of opened.read(from, from + places)) {
      isFound = lines.some((line) => isOfKind(line, kind));
      if (isFound) break;
      await nextTurn();
    }
    found.push(isFound);
    from += places;
  }
  return found;
}

function isOfKind(line: string, kind: string): boolean {
  const { location }: { readonly location?: { readonly pointer: string } } = JSON.parse(line);
  return location !== undefined && kindsOfPlace(location.pointer).some((each) => each === kind);
}

type CountBefore = (code: string) => { readonly before?: number };

/** Reads the places of each code in the import before. */
async function readCountsBefore(
  database: Database,
  record: { readonly id: string; readonly connectorId: string },
): Promise<CountBefore> {
  const id = await findImportBefore(database, record);
  if (id === undefined) return () => ({});
  const { groups } = await openImportPlaces(database, id);
  const countOf = (code: string): number =>
    groups
      .filter((group: PlaceGroup) => group.code === code)
      .reduce((sum, { places, unlisted }) => sum + places + unlisted, 0);
  return (code) => ({ before: countOf(code) });
}
