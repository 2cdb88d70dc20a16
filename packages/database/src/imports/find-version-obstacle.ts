import type { Transaction } from '../database.ts';
import type { ImportRequestOptions } from './import-record.ts';

/** Why a version cannot be imported as things stand; told early, and decided again when it is persisted. */
export async function findVersionObstacle(
  tx: Transaction,
  target: { connectorId: string; version: string; options: ImportRequestOptions },
): Promise<'version-exists' | 'version-published' | undefined> {
  const existing = await tx.connectorVersion.findUnique({
    where: { connectorId_name: { connectorId: target.connectorId, name: target.version } },
    select: { publishedAt: true },
  });
  if (existing === null) return undefined;
  if (target.options.ifExists !== 'replace') return 'version-exists';
  return existing.publishedAt === null ? undefined : 'version-published';
}
