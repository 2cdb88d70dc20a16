import type { Database } from '../postgres/database.ts';

/** The present names of connectors by their ids. Deleted connectors are absent. */
export async function findConnectorNames(
  database: Database,
  connectorIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await database.prisma.connector.findMany({
    where: { id: { in: [...new Set(connectorIds)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map(({ id, name }) => [id, name]));
}
