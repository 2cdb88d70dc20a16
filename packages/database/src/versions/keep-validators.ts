import type { SqlSession } from '../postgres/sql-session.ts';

/**
 * Hands what the document's host said of it on from an import to its version, within the transaction that writes the version. A bulk
 * re-import of stored documents asks no host: what was known of the same document stays.
 */
export async function keepValidators(tx: SqlSession, importId: string, versionId: string): Promise<void> {
  await tx.$executeRaw`
    update connector_versions
       set source_etag = imports.source_etag, source_last_modified = imports.source_last_modified
      from imports
     where imports.id = ${importId} and (imports.reimport_id is null or imports.options::json ->> 'refetch' = 'true')
       and connector_versions.id = ${versionId}`;
}
