import type { ConnectorFacts, Message } from '@connectory/importer';
import type { Claim } from '../imports/claim-import.ts';
import { type ImportRequestOptions, parseStored } from '../imports/import-record.ts';
import { importSourceJson } from '../imports/import-source.ts';
import { storedText } from '../stored-text.ts';
import { mergeConnectorFacts, toStoredAuthScheme } from './merge-connector-facts.ts';
import type { SqlSession } from '../sql-session.ts';

/** What a claimed import is to write, and where. */
export interface ImportTarget {
  readonly importId: string;
  readonly organisationId: string;
  readonly connectorId: string;
  readonly createsConnector: boolean;
  readonly version: string | null;
  readonly documentSha256: Uint8Array<ArrayBuffer> | null;
  readonly options: ImportRequestOptions;
  /** What the version keeps of the request, as JSON text. */
  readonly importSource: string;
}

interface TargetRow extends Omit<ImportTarget, 'options' | 'importSource'> {
  readonly filename: string | null;
  readonly mediaType: string | null;
  readonly options: string;
}

/** @returns undefined when the claim is no longer held. */
export async function readTarget(tx: SqlSession, claim: Claim): Promise<ImportTarget | undefined> {
  const [row] = await tx.$queryRaw<TargetRow[]>`
    select id as "importId", organisation_id as "organisationId", connector_id as "connectorId", creates_connector as "createsConnector",
           version, document_sha256 as "documentSha256", filename, media_type as "mediaType", options
      from imports
     where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'`;
  if (row === undefined) return undefined;
  return { ...row, options: parseStored<ImportRequestOptions>(row.options), importSource: importSourceJson(row) };
}

/**
 * Locks the import's row for the rest of the transaction, so that a sweeper or canceller waits for the outcome.
 * @returns false when the claim is no longer held.
 */
export async function fence(tx: SqlSession, claim: Claim): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select id from imports
     where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'
       for update`;
  return rows.length === 1;
}

/**
 * Makes the connector of an import, or adds to it what the document has. Either way its row stays locked: whatever else changes its
 * versions waits.
 * @returns undefined when the connector is gone.
 */
export async function writeConnector(
  tx: SqlSession,
  target: ImportTarget,
  facts: ConnectorFacts,
): Promise<readonly Message[] | undefined> {
  if (target.createsConnector) {
    await createConnectorFromFacts(tx, target, facts);
    return [];
  }
  const merged = await mergeIntoConnector(tx, target.connectorId, facts);
  if (merged === undefined) return undefined;
  await tx.$executeRaw`
    update connectors set auth_scheme_configs = ${JSON.stringify(merged.authSchemeConfigs)}, updated_at = now()
     where id = ${target.connectorId}`;
  return merged.messages;
}

/** What `writeConnector` would write and say. */
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

async function createConnectorFromFacts(tx: SqlSession, target: ImportTarget, facts: ConnectorFacts): Promise<void> {
  const columns = connectorColumns(facts);
  await tx.$executeRaw`
    insert into connectors (id, organisation_id, name, base_url, documentation_url, image_url, auth_scheme_configs,
                            connection_variables)
    values (${target.connectorId}, ${target.organisationId}, ${columns.name}, ${columns.baseUrl},
            ${columns.documentationUrl}, ${columns.imageUrl}, ${columns.authSchemeConfigs}, ${columns.connectionVariables})`;
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
