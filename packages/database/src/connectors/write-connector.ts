import {
  type ClaimedWork,
  type ConnectorColumns,
  importSourceJson,
  mergeConnectorFacts,
  type MergedFacts,
  parseStored,
  renderConnector,
  type ImportedSchemes,
  type StoredAuthScheme,
} from '@connectory/lifecycle';
import type { ConnectorFacts, Message } from '@connectory/importer';
import { createId } from '@connectory/encoding';
import { holdsClaim } from '../imports/fence.ts';
import type { FragmentSession, SqlSession } from '../postgres/sql-session.ts';

/**
 * Merges the facts of a document into the connector of an import. Its row stays locked, so other changes of its versions wait.
 * @returns undefined when the connector was deleted.
 */
export async function extendConnector(
  tx: SqlSession,
  connectorId: string,
  facts: ConnectorFacts,
): Promise<readonly Message[] | undefined> {
  const merged = await mergeIntoConnector(tx, connectorId, facts);
  if (merged === undefined) return undefined;
  await tx.$executeRaw`
    update connectors set auth_scheme_configs = ${merged.authSchemeConfigsJson},
           imported_schemes = ${JSON.stringify(merged.importedSchemes)}, updated_at = now()
     where id = ${connectorId}`;
  return merged.messages;
}

/** The same for a dry run, which writes nothing. */
export async function mergeIntoConnector(
  tx: SqlSession,
  connectorId: string,
  facts: ConnectorFacts,
): Promise<MergedFacts | undefined> {
  const [row] = await tx.$queryRaw<{ baseUrl: string; authSchemeConfigs: string; imported: string }[]>`
    select base_url as "baseUrl", auth_scheme_configs as "authSchemeConfigs", imported_schemes as imported
      from connectors where id = ${connectorId} for update`;
  if (row === undefined) return undefined;
  const authSchemeConfigs = parseStored<readonly StoredAuthScheme[]>(row.authSchemeConfigs);
  const importedSchemes = parseStored<ImportedSchemes>(row.imported);
  return mergeConnectorFacts({ baseUrl: row.baseUrl, authSchemeConfigs, importedSchemes }, facts, createId);
}

/** The row of a connector's first version. */
export interface NewVersionRow {
  readonly id: string;
  readonly name: string;
  readonly importerVersion: string;
  /** JSON array of Message. */
  readonly messagesJson: string;
  readonly extrasHash: Uint8Array;
  /** JSON array of the overlays that made it, if it keeps them. */
  readonly appliedOverlays: string | null;
}

/** Inserts a new connector and its first version, fenced by the claim. @returns false when the claim is lost. */
export async function createConnectorFenced(
  tx: FragmentSession,
  work: ClaimedWork,
  facts: ConnectorFacts,
  version: NewVersionRow,
): Promise<boolean> {
  const { claim, connectorId, organisationId } = work;
  const columns: ConnectorColumns = renderConnector(facts, createId);
  const created = await tx.$executeRaw`
    with held as (
      select id, changed_by from imports where ${holdsClaim(claim)} for update
    ), made as (
      insert into connectors (id, organisation_id, name, base_url, documentation_url, image_url, auth_scheme_configs,
                              imported_schemes, connection_variables, changed_by)
      select ${connectorId}, ${organisationId}, ${columns.name}, ${columns.baseUrl}, ${columns.documentationUrl}, ${columns.imageUrl},
             ${columns.authSchemeConfigs}, ${columns.importedSchemes}, ${columns.connectionVariables}, changed_by
        from held
      returning id, changed_by
    )
    insert into connector_versions (id, connector_id, name, document_sha256, importer_version, import_source, messages,
                                    extras_hash, applied_overlays, changed_by)
    select ${version.id}, made.id, ${version.name}, ${work.documentSha256}::bytea, ${version.importerVersion}, ${importSourceJson(work)},
           ${version.messagesJson}, ${version.extrasHash}::bytea, ${version.appliedOverlays}, made.changed_by
      from made`;
  return created === 1;
}
