import type { VersionRecord } from '../records/version-record.ts';

type VersionRow = Omit<VersionRecord, 'isLatest' | 'isDefault'>;

/**
 * Adds the roles `latest` and `default` to the versions of one connector, newest first.
 * @param rows all versions of the connector: the roles depend on all of them.
 */
export function toVersionRecords(
  rows: readonly VersionRow[],
  defaultVersionId: string | null,
): readonly VersionRecord[] {
  const latest = rows.reduce<VersionRow | undefined>((best, row) => (isLater(row, best) ? row : best), undefined);
  // A draft that was chosen while it was published is the default again once it is published.
  const chosen = rows.find((row) => row.id === defaultVersionId && row.publishedAt !== null);
  const defaultId = (chosen ?? latest)?.id;
  return [...rows]
    .sort((a, b) => (a.id < b.id ? 1 : -1))
    .map((row) => ({
      id: row.id,
      name: row.name,
      description: row.description,
      publishedAt: row.publishedAt,
      isLatest: row.id === latest?.id,
      isDefault: row.id === defaultId,
      createdAt: row.createdAt,
      updatedAt: row.updatedAt,
    }));
}

function isLater(row: VersionRow, best: VersionRow | undefined): boolean {
  if (row.publishedAt === null) return false;
  if (best?.publishedAt == null || row.publishedAt > best.publishedAt) return true;
  // Two versions may be published in the same millisecond.
  return row.publishedAt.getTime() === best.publishedAt.getTime() && row.id > best.id;
}

/** Finds a version by its name, or by `latest` or `default`. */
export function pickVersion(versions: readonly VersionRecord[], name: string): VersionRecord | undefined {
  return versions.find((version) =>
    name === 'latest' ? version.isLatest : name === 'default' ? version.isDefault : version.name === name,
  );
}
