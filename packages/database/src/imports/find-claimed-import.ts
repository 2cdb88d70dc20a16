import type { Database } from '../postgres/database.ts';
import type { Claim } from './claim-import.ts';
import { type ImportRequestOptions, parseStored } from './import-record.ts';
import type { StoredDocument } from '../documents/pack-document.ts';
import { toStoredDocument } from './read-imports.ts';

/** What the holder of a claim is to do: what of, and where to. */
export interface ClaimedWork {
  readonly claim: Claim;
  readonly organisationId: string;
  readonly connectorId: string;
  readonly createsConnector: boolean;
  readonly version: string | null;
  /** Null while it is still to be fetched from `options.schemaURL`. */
  readonly documentSha256: Uint8Array<ArrayBuffer> | null;
  readonly filename: string | null;
  readonly mediaType: string | null;
  readonly options: ImportRequestOptions;
  /** Comes along for a new connector; a version that is replaced may have been made of it already. */
  readonly document: StoredDocument | undefined;
}

interface ClaimedRow extends Omit<ClaimedWork, 'claim' | 'options' | 'document'> {
  readonly options: string;
  readonly bytes: number | null;
  readonly encoding: string | null;
  readonly content: Uint8Array | null;
}

/** @returns undefined when the claim is no longer held. */
export async function findClaimedImport(database: Database, claim: Claim): Promise<ClaimedWork | undefined> {
  const [row] = await database.sql.$queryRaw<ClaimedRow[]>`
    select i.organisation_id as "organisationId", i.connector_id as "connectorId", i.creates_connector as "createsConnector", i.version,
           i.document_sha256 as "documentSha256", i.filename, i.media_type as "mediaType", i.options, d.bytes, d.encoding, d.content
      from imports i left join documents d on d.sha256 = i.document_sha256 and i.creates_connector
     where i.id = ${claim.importId} and i.claim_token = ${claim.token}::uuid and i.status = 'running'`;
  if (row === undefined) return undefined;
  const { bytes, encoding, content, options, ...rest } = row;
  const document =
    bytes === null || encoding === null || content === null
      ? undefined
      : toStoredDocument({ bytes, encoding, content });
  return { ...rest, claim, options: parseStored<ImportRequestOptions>(options), document };
}
