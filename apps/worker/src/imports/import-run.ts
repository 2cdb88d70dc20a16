import type { DocumentLimits } from '@connectory/document';
import type { Claim } from '@connectory/lifecycle';
import type { FetchDependencies } from '../documents/budgeted-fetch.ts';
import type { OnProgress } from '../import-child/child-calls.ts';
import type { ImportChild } from './import-child.ts';

/** The settings of every import. */
export interface ImportLimits {
  readonly limits: DocumentLimits;
  /** Bytes of a draft and its replacement together. Larger ones are imported without a diff. */
  readonly maxDiffBytes: number;
  /** Bytes of the places of messages that are stored. Further ones are counted. */
  readonly maxPlacesBytes: number;
  readonly fetching: Pick<FetchDependencies, 'outbound' | 'limits'>;
}

/** One attempt of an import: the claim and everything that the attempt needs. */
export interface ImportRun extends ImportLimits {
  readonly claim: Claim;
  /** Reads the document, which is not trusted, and holds the model. */
  readonly child: ImportChild;
  readonly onProgress: OnProgress;
  /** Whether `onProgress` is called at the start of each stage, else at intervals. */
  readonly reportStages: boolean;
}
