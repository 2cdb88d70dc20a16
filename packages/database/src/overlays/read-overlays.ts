import type { OverlayRecord } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';

const listedColumns = {
  name: true,
  position: true,
  enabled: true,
  policy: true,
  actions: true,
  createdAt: true,
  updatedAt: true,
} as const;

const columns = { ...listedColumns, content: true } as const;

interface OverlayOf {
  readonly organisationId: string;
  readonly connectorId: string;
}

/** The overlays of a connector, in the order in which imports apply them. @returns undefined when there is no such connector. */
export async function listOverlays(
  database: Database,
  { organisationId, connectorId }: OverlayOf,
): Promise<readonly Omit<OverlayRecord, 'contentJson'>[] | undefined> {
  const connector = await database.prisma.connector.findFirst({
    where: { id: connectorId, organisationId },
    select: { overlays: { select: listedColumns, orderBy: [{ position: 'asc' }, { name: 'asc' }] } },
  });
  return connector?.overlays;
}

/** @returns undefined when the connector has no such overlay, or there is no such connector. */
export async function findOverlay(
  database: Database,
  { organisationId, connectorId, name }: OverlayOf & { readonly name: string },
): Promise<OverlayRecord | undefined> {
  const row = await database.prisma.connectorOverlay.findFirst({
    where: { connectorId, name, connector: { organisationId } },
    select: columns,
  });
  if (row === null) return undefined;
  const { content, ...rest } = row;
  return { ...rest, contentJson: content };
}
