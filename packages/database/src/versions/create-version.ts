import type { ChangeOrigin, VersionRecord } from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { copyEdits } from '../edits/copy-edits.ts';
import { lockConnector, touchConnector } from '../connectors/lock-connector.ts';
import { createId } from '@connectory/encoding';
import type { Database } from '../postgres/database.ts';
import { violatedConstraint } from '../postgres/database-errors.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import { copyEntities } from './copy-entities.ts';
import { lockVersion, rereadVersion } from './lock-versions.ts';

export interface NewVersion {
  readonly organisationId: string;
  readonly connectorId: string;
  readonly name: string;
  /** The version to copy: a name, `latest` or `default`. */
  readonly fromVersion?: string | undefined;
}

export type VersionCreation =
  | { readonly outcome: 'created'; readonly version: VersionRecord }
  | { readonly outcome: 'connector-not-found' }
  /** The version to copy does not exist. */
  | { readonly outcome: 'version-not-found' }
  | { readonly outcome: 'version-exists' };

/** Creates a draft, empty or as a copy of another version. The entities of a copy get new ids. It keeps the source of the import, and the edits. */
export async function createVersion(database: Database, wanted: NewVersion): Promise<VersionCreation> {
  try {
    return await inWriteTransaction(database, (tx) => createWithin(tx, database.origin, wanted));
  } catch (error) {
    if (violatedConstraint(error) === 'connector_versions_connector_id_name_key') return { outcome: 'version-exists' };
    throw error;
  }
}

async function createWithin(tx: WriteTransaction, origin: ChangeOrigin, wanted: NewVersion): Promise<VersionCreation> {
  const { organisationId, connectorId, name, fromVersion } = wanted;
  const connector = await lockConnector(tx, organisationId, connectorId);
  if (connector === undefined) return { outcome: 'connector-not-found' };
  const id = createId();
  if (fromVersion === undefined) {
    await tx.$executeRaw`
      insert into connector_versions (id, connector_id, name, changed_by)
      values (${id}, ${connectorId}, ${name}, ${actorJson(origin)})`;
  } else {
    const source = await lockVersion(tx, connector, fromVersion);
    if (source === undefined) return { outcome: 'version-not-found' };
    await tx.$executeRaw`
      insert into connector_versions (id, connector_id, name, description, document_sha256, importer_version, imported_at,
                                      import_source, source_etag, source_last_modified, messages, extras_hash, overlays_hash,
                                      applied_overlays, changed_by)
      select ${id}, connector_id, ${name}, description, document_sha256, importer_version, imported_at,
             import_source, source_etag, source_last_modified, messages, extras_hash, overlays_hash,
             applied_overlays, ${actorJson(origin)}
        from connector_versions where id = ${source.id}`;
    await copyEdits(tx, source.id, id, await copyEntities(tx, source.id, id));
  }
  await touchConnector(tx, connectorId);
  const change = { action: 'version.created', organisationId, target: { kind: 'version', id } } as const;
  tx.beforeCommit(recordAudit(tx, origin, { ...change, details: { connectorId, name, fromVersion } }));
  return { outcome: 'created', version: await rereadVersion(tx, organisationId, connectorId, id) };
}
