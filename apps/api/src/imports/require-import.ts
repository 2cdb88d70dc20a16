import { type Database, findImport, type ImportRecord } from '@connectory/database';
import type { Request } from 'express';
import { ApiError } from '../http/api-error.ts';

/** The import that the path names. @throws ApiError `import_not_found`. */
export async function requireImport(database: Database, request: Request): Promise<ImportRecord> {
  const importId = String(request.params['import_id']);
  const record = await findImport(database, String(request.params['organisation_id']), importId);
  if (record === undefined)
    throw new ApiError('import_not_found', `There is no import ${importId} in this organisation.`);
  return record;
}
