import { type ImportRequestOptions, judgeVersion, type VersionObstacle } from '@connectory/lifecycle';
import type { SqlSession } from '../postgres/sql-session.ts';

/** Checks early whether an import may write its version. The transaction that writes it checks again. */
export async function findVersionObstacle(
  tx: SqlSession,
  target: { connectorId: string; version: string; options: ImportRequestOptions },
): Promise<VersionObstacle | undefined> {
  const [existing] = await tx.$queryRaw<{ published: boolean }[]>`
    select published_at is not null as published from connector_versions
     where connector_id = ${target.connectorId} and name = ${target.version}`;
  return judgeVersion(existing, target.options);
}
