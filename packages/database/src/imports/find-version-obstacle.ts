import type { SqlSession } from '../postgres/sql-session.ts';
import type { ImportRequestOptions } from './import-record.ts';

export type VersionObstacle = 'version-exists' | 'version-published';

/** Why a version cannot be imported as things stand; told early, and decided again when it is persisted. */
export async function findVersionObstacle(
  tx: SqlSession,
  target: { connectorId: string; version: string; options: ImportRequestOptions },
): Promise<VersionObstacle | undefined> {
  const [existing] = await tx.$queryRaw<{ published: boolean }[]>`
    select published_at is not null as published from connector_versions
     where connector_id = ${target.connectorId} and name = ${target.version}`;
  return judgeVersion(existing, target.options);
}

/** @param existing the version of the name that is asked for, if there is one. */
export function judgeVersion(
  existing: { readonly published: boolean } | undefined,
  options: ImportRequestOptions,
): VersionObstacle | undefined {
  if (existing === undefined) return undefined;
  if (options.ifExists !== 'replace') return 'version-exists';
  return existing.published ? 'version-published' : undefined;
}
