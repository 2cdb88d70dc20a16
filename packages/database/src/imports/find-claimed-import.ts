import type { Database } from '../database.ts';
import type { Claim } from './claim-import.ts';
import { type ImportRequestOptions, parseStored } from './import-record.ts';

/** What the holder of a claim needs to do the work. */
export interface ClaimedWork {
  /** Hexadecimal. */
  readonly documentSha256: string;
  readonly source: { readonly filename?: string; readonly mediaType?: string };
  readonly options: ImportRequestOptions;
}

/** @returns undefined when the claim is no longer held. */
export async function findClaimedImport(database: Database, claim: Claim): Promise<ClaimedWork | undefined> {
  const row = await database.prisma.import.findFirst({
    where: { id: claim.importId, claimToken: claim.token, status: 'running' },
    select: { documentSha256: true, filename: true, mediaType: true, options: true },
  });
  if (row === null) return undefined;
  if (row.documentSha256 === null) throw new Error(`import ${claim.importId} has no document`);
  return {
    documentSha256: Buffer.from(row.documentSha256).toString('hex'),
    source: {
      ...(row.filename === null ? {} : { filename: row.filename }),
      ...(row.mediaType === null ? {} : { mediaType: row.mediaType }),
    },
    options: parseStored<ImportRequestOptions>(row.options),
  };
}
