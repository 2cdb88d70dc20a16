import { toStoredDocument } from '@connectory/encoding';
import { type Claim, type ClaimedWork, type ImportRequestOptions, parseStored } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { holdsClaim } from './fence.ts';

interface ClaimedRow extends Omit<ClaimedWork, 'claim' | 'options' | 'document'> {
  readonly options: string;
  readonly bytes: number | null;
  readonly encoding: string | null;
  readonly content: Uint8Array | null;
}

/** Reads the input of a claimed import. @returns undefined when the claim is lost. */
export async function findClaimedImport(database: Database, claim: Claim): Promise<ClaimedWork | undefined> {
  const [row] = await database.sql.$queryRaw<ClaimedRow[]>`
    select organisation_id as "organisationId", connector_id as "connectorId", creates_connector as "createsConnector", version,
           document_sha256 as "documentSha256", filename, media_type as "mediaType", options, d.bytes, d.encoding, d.content
      from imports left join documents d on d.sha256 = document_sha256 and creates_connector
     where ${holdsClaim(claim)}`;
  if (row === undefined) return undefined;
  const { bytes, encoding, content, options, ...rest } = row;
  const document =
    bytes === null || encoding === null || content === null
      ? undefined
      : toStoredDocument({ bytes, encoding, content });
  return { ...rest, claim, options: parseStored<ImportRequestOptions>(options), document };
}
