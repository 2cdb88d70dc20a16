import { type Database, findImport, hasExpired } from '@connectory/database';
import { hasEnded, type ImportRecord } from '@connectory/lifecycle';
import type { Request } from 'express';
import { ApiError } from '../http/api-error.ts';

/** Reads the import of the path. @throws ApiError `import_not_found`, or `import_expired` if it was deleted after its retention. */
export async function requireImport(database: Database, request: Request): Promise<ImportRecord> {
  const importId = String(request.params['import_id']);
  const organisationId = String(request.params['organisation_id']);
  const record = await findImport(database, organisationId, importId);
  if (record !== undefined) return record;
  if (await hasExpired(database, organisationId, importId))
    throw new ApiError('import_expired', `The import ${importId} has expired and was deleted.`);
  throw new ApiError('import_not_found', `There is no import ${importId} in this organisation.`);
}

/** Reads the import of the path, which has ended. @throws ApiError `import_not_finished` as well. */
export async function requireEndedImport(database: Database, request: Request): Promise<ImportRecord> {
  const record = await requireImport(database, request);
  if (hasEnded(record.status)) return record;
  throw new ApiError('import_not_finished', `The import ${record.id} is ${record.status} (${record.stage}).`);
}

/** The error of a request for a document that is not stored: it was not fetched yet, could not be fetched, or is no longer stored. */
export function documentNotStored({ id, status }: Pick<ImportRecord, 'id' | 'status'>): ApiError {
  if (!hasEnded(status))
    return new ApiError('import_not_found', `The document of import ${id} is not fetched yet.`, {
      details: 'Wait until the import has fetched its document, and ask again.',
    });
  return new ApiError('import_not_found', `No document of import ${id} is stored.`, {
    details: 'It could not be fetched, or is no longer stored. Import the document again.',
  });
}
