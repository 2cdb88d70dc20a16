import type { Claim, ClaimedWork, Database, ImportRequestOptions } from '../src/index.ts';

/** What the holder of a claim had read, whether it still holds the claim or not. */
export async function workOf(database: Database, { importId, token }: Claim): Promise<ClaimedWork> {
  const row = await database.prisma.import.findUniqueOrThrow({ where: { id: importId } });
  const { organisationId, connectorId, createsConnector, version, documentSha256, filename, mediaType } = row;
  return {
    claim: { importId, token },
    organisationId,
    connectorId,
    createsConnector,
    version,
    documentSha256,
    filename,
    mediaType,
    options: JSON.parse(row.options) as ImportRequestOptions,
    document: undefined,
  };
}
