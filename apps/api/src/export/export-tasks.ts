import type { DocumentLimits } from '@connectory/document';
import type { ChildOutput } from '../children/file-runner.ts';

/** A version that is exported. */
export interface ExportedVersionName {
  readonly versionId: string;
  readonly version: string;
  /** Title and base URL of the connector, for versions without extras. */
  readonly title: string;
  readonly baseUrl: string;
}

/** The task of a child that reads what a proof compares: its only argument, as JSON. */
export interface ProofSourceTask extends ChildOutput {
  readonly versionId: string;
  /** Limit for the bytes of the document. */
  readonly maxBytes: number;
}

/** The task of a proof child: its only argument, as JSON. */
export interface ProofTask extends ChildOutput, ExportedVersionName {
  /** The file that the child before it wrote. */
  readonly inputPath: string;
  readonly limits: DocumentLimits;
}

/** The task of an export child: its only argument, as JSON. */
export interface ExportTask extends ChildOutput, ExportedVersionName {
  readonly format: 'json' | 'yaml';
}

/** Exit codes besides `childExitCodes`. */
export const exportExitCodes = { versionGone: 11, documentGone: 12, versionChanged: 13 } as const;
