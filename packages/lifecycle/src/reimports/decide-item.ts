import { parseImportSource } from '../imports/import-source.ts';
import type { ImportError } from '../records/import-record.ts';
import type { ReimportRecord } from '../records/reimport-record.ts';
import { maxVersionLength } from '../versions/fit-version-name.ts';
import type { SkipCode } from '../messages/reimport-reasons.ts';

/** An item that has not begun, with the present state of its version. */
export interface PendingItem {
  readonly position: number;
  readonly organisationId: string;
  readonly connectorId: string;
  readonly versionId: string;
  readonly version: string;
  /** The name of the version to make or replace. */
  readonly targetVersion: string;
  /** False when the version was deleted since the run began. */
  readonly exists: boolean;
  readonly published: boolean;
  /** Whether users have edited its entities. */
  readonly edited: boolean;
  readonly documentSha256: Uint8Array | null;
  readonly importSource: string | null;
  /** Whether the present importer has made the version. */
  readonly sameImporter: boolean;
  /** Whether the connector has a version of the same document and source, made by the present importer. */
  readonly madeAlready: boolean;
  readonly nameTaken: boolean;
}

export type ItemDecision = 'import' | { readonly outcome: 'unchanged' | 'skipped'; readonly error?: ImportError };

/**
 * Decides whether an item needs an import. The importer is deterministic: the same document, read by the same importer, gives the same
 * version.
 */
export function decideItem(item: PendingItem, run: Pick<ReimportRecord, 'target' | 'refetch' | 'edits'>): ItemDecision {
  if (!item.exists) return skip('version_not_found', `Version ${item.version} was deleted since the run began.`);
  if (item.documentSha256 === null) return skip('document_missing', `Version ${item.version} has no stored document.`);
  const isKnown = !isFetched(item, run);
  return run.target === 'replace_drafts'
    ? decideReplacement(item, isKnown && !isReset(item, run))
    : decideNewVersion(item, isKnown);
}

function decideReplacement(item: PendingItem, isKnown: boolean): ItemDecision {
  if (item.sameImporter && isKnown) return { outcome: 'unchanged' };
  if (item.published)
    return skip('version_published', `Version ${item.version} is published, and published versions are immutable.`);
  return 'import';
}

function decideNewVersion(item: PendingItem, isKnown: boolean): ItemDecision {
  if (item.madeAlready && isKnown) return { outcome: 'unchanged' };
  if (item.nameTaken)
    return skip('version_exists', `The connector already has a version ${item.targetVersion} with other content.`);
  if (item.targetVersion.length > maxVersionLength)
    return skip(
      'version_name_too_long',
      `The name ${item.targetVersion} has more than ${maxVersionLength} characters.`,
    );
  return 'import';
}

/** Whether the edits of a version are dropped. */
function isReset({ edited }: PendingItem, { edits }: Pick<ReimportRecord, 'edits'>): boolean {
  return edited && edits === 'discard';
}

/** Whether the document is fetched from its URL again, so that its content is not known before. */
export function isFetched(item: Pick<PendingItem, 'importSource'>, run: Pick<ReimportRecord, 'refetch'>): boolean {
  return run.refetch && parseImportSource(item.importSource ?? '{}').options.schemaURL !== undefined;
}

function skip(code: SkipCode, message: string): ItemDecision {
  return { outcome: 'skipped', error: { code, message } };
}
