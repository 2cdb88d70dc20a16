import type { SqlSession } from '../sql-session.ts';
import type { ImportRequestOptions } from './import-record.ts';

/** Why a version cannot be imported as things stand; told early, and decided again when it is persisted. */
export async function findVersionObstacle(
  tx: SqlSession,
  target: { connectorId: string; version: string; options: ImportRequestOptions },
): Promise<'version-exists' | 'version-published' | undefined> {
  const [existing] = await tx.$queryRaw<{ published: boolean }[]>`
    select published_at is not null as published from connector_versions
     where connector_id = ${target.connectorId} and name = ${target.version}`;
  if (existing === undefined) return undefined;
  if (target.options.ifExists !== 'replace') return 'version-exists';
  return existing.published ? 'version-published' : undefined;
}
