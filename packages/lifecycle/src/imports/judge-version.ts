import type { ImportRequestOptions } from '../records/import-record.ts';

export type VersionObstacle = 'version-exists' | 'version-published';

/**
 * Decides whether an import may write a version. A published version is immutable; a draft is replaced only on request.
 * @param existing the version of the requested name, if there is one.
 * @returns undefined when nothing stands in the way.
 */
export function judgeVersion(
  existing: { readonly published: boolean } | undefined,
  options: Pick<ImportRequestOptions, 'ifExists'>,
): VersionObstacle | undefined {
  if (existing === undefined) return undefined;
  if (options.ifExists !== 'replace') return 'version-exists';
  return existing.published ? 'version-published' : undefined;
}
