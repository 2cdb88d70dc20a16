import type { Database } from '../src/index.ts';
import type { Claim, ClaimedWork, ImportRequestOptions } from '@connectory/lifecycle';

/** The input of a claim, as it was read while the claim was held. */
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
    overlays: [],
    overlaysHash: null,
    document: undefined,
  };
}
