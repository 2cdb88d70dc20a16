import type { VersionDiff } from '@connectory/client';
import type { DocumentLimits } from '@connectory/document';
import type { CheckedDocument, CheckTask } from '../check/checked-file.ts';

export interface ComparedSource {
  readonly source: CheckTask['source'];
  readonly filename: string;
}

/** Two documents that the child process compares. */
export interface CompareTask {
  readonly before: ComparedSource;
  readonly after: ComparedSource;
  readonly limits: DocumentLimits;
}

export type DocumentDiff = Pick<VersionDiff, 'summary' | 'entries'>;

export type CompareResult =
  | { readonly ok: true; readonly diff: DocumentDiff }
  | { readonly ok: false; readonly side: 'before' | 'after'; readonly error: NonNullable<CheckedDocument['error']> };
