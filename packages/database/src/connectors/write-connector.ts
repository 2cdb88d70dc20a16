import type { ConnectorFacts, Message } from '@connectory/importer';
import type { ClaimedWork } from '../imports/find-claimed-import.ts';
import { parseStored } from '../imports/import-record.ts';
import { importSourceJson } from '../imports/import-source.ts';
import { storedText } from '../stored-text.ts';
import { mergeConnectorFacts, toStoredAuthScheme } from '../versions/merge-connector-facts.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

/**
 * Adds to the connector of an import what its document has. Its row stays locked: whatever else changes its versions waits.
 * @returns undefined when the connector is gone.
 */
export async function extendConnector(
  tx: SqlSession,
  connectorId: string,
  facts: ConnectorFacts,
): Promise<readonly Message[] | undefined> {
  const merged = await mergeIntoConnector(tx, connectorId, facts);
  if (merged === undefined) return undefined;
  await tx.$executeRaw`
    update connectors set auth_scheme_configs = ${JSON.stringify(merged.authSchemeConfigs)}, updated_at = now()
     where id = ${connectorId}`;
  return merged.messages;
}

/** What `extendConnector` would write and say. */
export async function mergeIntoConnector(tx: SqlSession, connectorId: string, facts: ConnectorFacts) {
  const [row] = await tx.$queryRaw<{ baseUrl: string; authSchemeConfigs: string }[]>`
    select base_url as "baseUrl", auth_scheme_configs as "authSchemeConfigs"
      from connectors where id = ${connectorId} for update`;
  if (row === undefined) return undefined;
  return mergeConnectorFacts(
    { baseUrl: row.baseUrl, authSchemeConfigs: parseStored<[]>(row.authSchemeConfigs) },
    facts,
  );
}

/** What a version's row says that its rows do not. */
export interface NewVersionRow {
  readonly id: string;
  readonly name: string;
  readonly importerVersion: string;
  /** JSON array of Message. */
  readonly messagesJson: string;
}

/** Makes the connector of an import, and its first version, behind the same fence. @returns false when the claim is no longer held. */
export async function createConnectorFenced(
  tx: SqlSession,
  work: ClaimedWork,
  facts: ConnectorFacts,
  version: NewVersionRow,
): Promise<boolean> {
  const { claim, connectorId, organisationId } = work;
  const columns = connectorColumns(facts);
  const created = await tx.$executeRaw`
    with held as (
      select id from imports
       where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
         for update
    ), made as (
      insert into connectors (id, organisation_id, name, base_url, documentation_url, image_url, auth_scheme_configs,
                              connection_variables)
      select ${connectorId}, ${organisationId}, ${columns.name}, ${columns.baseUrl}, ${columns.documentationUrl}, ${columns.imageUrl},
             ${columns.authSchemeConfigs}, ${columns.connectionVariables}
        from held
      returning id
    )
    insert into connector_versions (id, connector_id, name, document_sha256, importer_version, import_source, messages)
    select ${version.id}, made.id, ${version.name}, ${work.documentSha256}::bytea, ${version.importerVersion}, ${importSourceJson(work)},
           ${version.messagesJson}
      from made`;
  return created === 1;
}

/** The columns that a document gives a new connector; lists are JSON texts. */
export interface ConnectorColumns {
  readonly name: string;
  readonly baseUrl: string;
  readonly documentationUrl: string | null;
  readonly imageUrl: string | null;
  readonly authSchemeConfigs: string;
  readonly connectionVariables: string;
}

export function connectorColumns(facts: ConnectorFacts): ConnectorColumns {
  return {
    name: storedText(facts.name),
    baseUrl: storedText(facts.baseUrl),
    documentationUrl: facts.documentationURL === undefined ? null : storedText(facts.documentationURL),
    imageUrl: facts.imageURL === undefined ? null : storedText(facts.imageURL),
    authSchemeConfigs: JSON.stringify(facts.authSchemes.map(toStoredAuthScheme)),
    connectionVariables: JSON.stringify(facts.connectionVariables),
  };
}
