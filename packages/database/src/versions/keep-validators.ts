import type { SqlSession } from '../postgres/sql-session.ts';

/**
 * Copies the HTTP validators of the document from an import to its version, within the transaction that writes the version. A bulk
 * re-import of stored documents fetches nothing, so the version keeps the validators that it has.
 */
export async function keepValidators(tx: SqlSession, importId: string, versionId: string): Promise<void> {
  await tx.$executeRaw`
    update connector_versions
       set source_etag = imports.source_etag, source_last_modified = imports.source_last_modified
      from imports
     where imports.id = ${importId} and (imports.reimport_id is null or imports.options::json ->> 'refetch' = 'true')
       and connector_versions.id = ${versionId}`;
}
