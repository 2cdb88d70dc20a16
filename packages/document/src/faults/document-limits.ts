/** What one document may cost to read. Each limit ends in a fault that names the limit, the value met and what to do. */
export interface DocumentLimits {
  /** Bytes of the document once decompressed. */
  readonly maxBytes: number;
  /** Levels of nesting: objects and arrays within each other. Everything behind this package may recurse that deep. */
  readonly maxDepth: number;
  /** Objects, arrays and scalars, with the content of YAML aliases counted each time it is used. */
  readonly maxNodes: number;
  /** Entries of an archive, folders included. Their bytes together count against `maxBytes`. */
  readonly maxArchiveFiles: number;
}

export const defaultDocumentLimits: DocumentLimits = {
  maxBytes: 256 * 1024 * 1024,
  maxDepth: 500,
  maxNodes: 20_000_000,
  maxArchiveFiles: 2_000,
};
