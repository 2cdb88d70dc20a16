import type { Database } from '../postgres/database.ts';

/**
 * Finds the import before one that made a version of the same connector. The index of imports by connector limits it.
 * @returns its id; undefined if there is none, or it has expired.
 */
export async function findImportBefore(
  database: Database,
  { id, connectorId }: { readonly id: string; readonly connectorId: string },
): Promise<string | undefined> {
  const [row] = await database.sql.$queryRaw<{ id: string }[]>`
    select id from imports
     where connector_id = ${connectorId} and id < ${id} and status = 'succeeded' and version_id is not null
     order by id desc limit 1`;
  return row?.id;
}

/** Finds the last import that made a version; undefined for a version that was made by hand, and once it has expired. */
export async function findImportOfVersion(
  database: Database,
  { connectorId, versionId }: { readonly connectorId: string; readonly versionId: string },
): Promise<string | undefined> {
  const [row] = await database.sql.$queryRaw<{ id: string }[]>`
    select id from imports
     where connector_id = ${connectorId} and version_id = ${versionId} and status = 'succeeded'
     order by id desc limit 1`;
  return row?.id;
}
