import type { MessageGroups } from '@connectory/contract';
import { type Database, openImportPlaces, readMessageTexts } from '@connectory/database';
import { hasEnded } from '@connectory/lifecycle';
import type { RequestHandler } from 'express';
import { ApiError } from '../http/api-error.ts';
import { requireImport } from './require-import.ts';

const ranks: readonly string[] = ['error', 'warning', 'info'];

/** Lists the messages of an import without their places: one for each code. */
export function listMessageGroups({ database }: { readonly database: Database }): RequestHandler {
  return async (request, response) => {
    const record = await requireImport(database, request);
    if (!hasEnded(record.status))
      throw new ApiError('import_not_finished', `The import ${record.id} is ${record.status} (${record.stage}).`);
    const [{ groups }, texts] = await Promise.all([
      openImportPlaces(database, record.id),
      readMessageTexts(database, record.id),
    ]);
    const presented = groups.map(({ code, severity, places, unlisted }, index) => {
      const counted = { severity, text: texts[index] ?? '', places, unlisted };
      return code === undefined ? counted : { code, ...counted };
    });
    presented.sort((one, other) => ranks.indexOf(one.severity) - ranks.indexOf(other.severity));
    response.json({ groups: presented } satisfies MessageGroups);
  };
}
