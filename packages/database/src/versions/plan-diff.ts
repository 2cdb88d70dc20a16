import { type DiffSummary, diffVersions, parseVersionContent, type VersionDiff } from '@connectory/diff';
import type { ClaimedWork } from '../imports/find-claimed-import.ts';
import { contentOfRows, readContent } from './version-content.ts';
import type { VersionRows } from './version-rows.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

export interface DiffBase {
  readonly versionId: string;
  readonly version: string;
}

export interface PlannedDiff {
  readonly base: DiffBase;
  readonly diff: VersionDiff;
}

/** Counts of a diff, and the name of the version that was compared with. */
export interface ImportDiffSummary extends DiffSummary {
  readonly against: string;
}

/** The version to compare with: the one replaced, or the one asked for; for a dry run of a new one the latest published, else the newest. */
export async function findDiffBase(
  tx: SqlSession,
  target: ClaimedWork,
  replaced: { readonly id: string } | undefined,
): Promise<DiffBase | undefined> {
  const baseId = replaced?.id ?? target.options.diffAgainst;
  if (baseId === undefined && (target.options.dryRun !== true || target.createsConnector)) return undefined;
  const [row] = await tx.$queryRaw<DiffBase[]>`
    select id as "versionId", name as version from connector_versions
     where connector_id = ${target.connectorId} and (${baseId ?? null}::text is null or id = ${baseId ?? null})
     order by published_at desc nulls last, id desc limit 1`;
  return row;
}

/**
 * @param maxBytes of the earlier version and of the schemas of the later one: more would need more memory than an import may take.
 * @returns undefined when they have more.
 */
export async function planDiff(
  tx: SqlSession,
  base: DiffBase,
  rows: VersionRows,
  maxBytes: number,
): Promise<PlannedDiff | undefined> {
  const schemaChars = rows.schemas.reduce((sum, { body }) => sum + body.length, 0);
  if (schemaChars + (await storedBytes(tx, base.versionId)) > maxBytes) return undefined;
  const before = parseVersionContent(await readContent(tx, base.versionId));
  return { base, diff: diffVersions(before, parseVersionContent(contentOfRows(rows))) };
}

/** The size of a version, from what the rows say of themselves: nothing of it is read. */
export async function storedBytes(tx: SqlSession, versionId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ bytes: number }[]>`
    select ((select coalesce(sum(octet_length(body)), 0) from actions where version_id = ${versionId})
          + (select coalesce(sum(octet_length(body)), 0) from triggers where version_id = ${versionId})
          + (select coalesce(sum(octet_length(d.body) + octet_length(s.body)), 0)
               from definitions d join schemas s on s.hash = d.schema_hash where d.version_id = ${versionId}))::float8 as bytes`;
  return row?.bytes ?? 0;
}

/** The diff as it is given back: JSON text. @param versionId absent while the version is not stored. */
export function diffJson(planned: PlannedDiff, to: { readonly versionId?: string; readonly version: string }): string {
  const { summary, entries } = planned.diff;
  return JSON.stringify({ from: planned.base, to, summary, entries });
}
