import type { ImportError } from '../imports/import-record.ts';
import { parseImportSource } from '../imports/import-source.ts';
import type { ReimportRecord } from './reimport-record.ts';

/** An item that waits, and its version as it is now. */
export interface PendingItem {
  readonly position: number;
  readonly organisationId: string;
  readonly connectorId: string;
  readonly versionId: string;
  readonly version: string;
  /** What is made or replaced. */
  readonly targetVersion: string;
  /** Whether the version is still there. */
  readonly exists: boolean;
  readonly published: boolean;
  readonly documentSha256: Uint8Array | null;
  readonly importSource: string | null;
  /** Whether the importer that would do the work has made it. */
  readonly sameImporter: boolean;
  /** Whether the connector has a version of the same document, asked to be read alike, by that importer. */
  readonly madeAlready: boolean;
  readonly nameTaken: boolean;
}

export type Decision = 'import' | { readonly outcome: 'unchanged' | 'skipped'; readonly error?: ImportError };

const maxVersionLength = 200;

/** What is to be done about an item. The importer is deterministic: the same document by the same importer need not be read again. */
export function decideItem(item: PendingItem, run: Pick<ReimportRecord, 'target' | 'refetch'>): Decision {
  if (!item.exists) return skip('version_not_found', `Version ${item.version} was deleted since the run began.`);
  if (item.documentSha256 === null)
    return skip('document_missing', `Version ${item.version} has no document any more.`);
  const isKnown = !isFetched(item, run);
  if (run.target === 'replace_drafts') {
    if (item.sameImporter && isKnown) return { outcome: 'unchanged' };
    if (item.published)
      return skip('version_published', `Version ${item.version} is published, and published versions are immutable.`);
    return 'import';
  }
  if (item.madeAlready && isKnown) return { outcome: 'unchanged' };
  if (item.nameTaken)
    return skip('version_exists', `The connector has a version ${item.targetVersion} already, made of something else.`);
  if (item.targetVersion.length > maxVersionLength)
    return skip(
      'version_name_too_long',
      `The name ${item.targetVersion} has more than ${maxVersionLength} characters.`,
    );
  return 'import';
}

/** Whether its host is to be asked for the document: what comes of it nobody knows before. */
export function isFetched(item: Pick<PendingItem, 'importSource'>, run: Pick<ReimportRecord, 'refetch'>): boolean {
  return run.refetch && parseImportSource(item.importSource ?? '{}').options.schemaURL !== undefined;
}

function skip(code: string, message: string): Decision {
  return { outcome: 'skipped', error: { code, message } };
}
