import type { Database } from '../database.ts';
import type { Claim } from './claim-import.ts';
import { type ImportRequestOptions, parseStored } from './import-record.ts';

/** What the holder of a claim needs to do the work. */
export interface ClaimedWork {
  readonly connectorId: string;
  /** Hexadecimal; undefined while it is still to be fetched from `options.schemaURL`. */
  readonly documentSha256: string | undefined;
  readonly source: { readonly filename?: string; readonly mediaType?: string };
  readonly options: ImportRequestOptions;
}

interface ClaimedRow {
  readonly connectorId: string;
  readonly documentSha256: Uint8Array | null;
  readonly filename: string | null;
  readonly mediaType: string | null;
  readonly options: string;
}

/** @returns undefined when the claim is no longer held. */
export async function findClaimedImport(database: Database, claim: Claim): Promise<ClaimedWork | undefined> {
  const [row] = await database.sql.$queryRaw<ClaimedRow[]>`
    select connector_id as "connectorId", document_sha256 as "documentSha256", filename, media_type as "mediaType", options
      from imports where id = ${claim.importId} and claim_token = ${claim.token}::uuid and status = 'running'`;
  if (row === undefined) return undefined;
  return {
    connectorId: row.connectorId,
    documentSha256: row.documentSha256 === null ? undefined : Buffer.from(row.documentSha256).toString('hex'),
    source: {
      ...(row.filename === null ? {} : { filename: row.filename }),
      ...(row.mediaType === null ? {} : { mediaType: row.mediaType }),
    },
    options: parseStored<ImportRequestOptions>(row.options),
  };
}
