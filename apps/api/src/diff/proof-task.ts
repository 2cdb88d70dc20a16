/** The task of a proof child: its only argument, as JSON. */
export interface ProofTask {
  readonly versionId: string;
  readonly version: string;
  /** Title and base URL of the connector, for versions without extras. */
  readonly title: string;
  readonly baseUrl: string;
  /** Limit for the bytes of the document. */
  readonly maxBytes: number;
}

/** Exit codes of a child that has nothing to write. Every other code but 0 is a failure. */
export const proofExitCodes = { tooLarge: 10, versionGone: 11, documentGone: 12 } as const;
