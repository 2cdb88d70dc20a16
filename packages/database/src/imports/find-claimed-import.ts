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

/** @returns undefined when the claim is no longer held. */
export async function findClaimedImport(database: Database, claim: Claim): Promise<ClaimedWork | undefined> {
  const row = await database.prisma.import.findFirst({
    where: { id: claim.importId, claimToken: claim.token, status: 'running' },
    select: { connectorId: true, documentSha256: true, filename: true, mediaType: true, options: true },
  });
  if (row === null) return undefined;
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
