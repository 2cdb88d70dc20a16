import type { MessageGroups } from '@connectory/contract';
import {
  type Database,
  findImportBefore,
  openImportPlaces,
  type PlaceGroup,
  readMessageTexts,
} from '@connectory/database';
import type { RequestHandler } from 'express';
import { requireEndedImport } from './require-import.ts';

const ranks: readonly string[] = ['error', 'warning', 'info'];

/** Lists the messages of an import without their places: one for each code. */
export function listMessageGroups({ database }: { readonly database: Database }): RequestHandler {
  return async (request, response) => {
    const record = await requireEndedImport(database, request);
    const [{ groups }, texts, countBefore] = await Promise.all([
      openImportPlaces(database, record.id),
      readMessageTexts(database, record.id),
      readCountsBefore(database, record),
    ]);
    const presented = groups.map(({ code, severity, places, unlisted }, index) => {
      const counted = { severity, text: texts[index] ?? '', places, unlisted };
      return code === undefined ? counted : { code, ...counted, ...countBefore(code) };
    });
    presented.sort((one, other) => ranks.indexOf(one.severity) - ranks.indexOf(other.severity));
    response.json({ groups: presented } satisfies MessageGroups);
  };
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
