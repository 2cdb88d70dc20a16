import type { Database } from '@connectory/database';
import type { DocumentLimits } from '@connectory/document';
import type { Claim } from '@connectory/lifecycle';
import type { ImportProgress } from '../imports/import-messages.ts';
import type { FetchDependencies } from './budgeted-fetch.ts';

/** One attempt of an import: the claim and everything that the attempt needs. */
export interface ImportRun {
  readonly database: Database;
  readonly claim: Claim;
  readonly limits: DocumentLimits;
  /** Bytes of a draft and its replacement together. Larger ones are imported without a diff. */
  readonly maxDiffBytes: number;
  /** Bytes of the places of messages that are stored. Further ones are counted. */
  readonly maxPlacesBytes: number;
  readonly fetching: FetchDependencies;
  readonly onProgress: (progress: Omit<ImportProgress, 'kind'>) => void;
}
