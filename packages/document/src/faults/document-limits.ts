/** Limits on the cost of reading one document. A document above one is refused with a fault that names the limit. */
export interface DocumentLimits {
  /** Bytes of the document after decompression. */
  readonly maxBytes: number;
  /** Levels of nested objects and arrays. Later stages may recurse to this depth. */
  readonly maxDepth: number;
  /** Objects, arrays and scalars. The content of a YAML alias counts each time it is used. */
  readonly maxNodes: number;
  /** Values that the overlays of an import may write, besides a few for each value of the document. */
  readonly maxOverlayValues: number;
  /** Files of an archive that the root document reaches. Their bytes together count against `maxBytes`. */
  readonly maxArchiveFiles: number;
  /** References in these files. */
  readonly maxArchiveReferences: number;
  /** Bytes that a document may amount to for each of its own: once its aliases are expanded, and as a connector version. */
  readonly outputFactor: number;
  /** Bytes that any document may amount to. */
  readonly maxOutputBytes: number;
}

export const defaultDocumentLimits: DocumentLimits = {
  maxBytes: 256 * 1024 * 1024,
  maxDepth: 500,
  maxNodes: 20_000_000,
  maxOverlayValues: 200_000,
  maxArchiveFiles: 10_000,
  maxArchiveReferences: 200_000,
  outputFactor: 50,
  maxOutputBytes: 512 * 1024 * 1024,
};

/** The settings that hold the limits. */
export interface DocumentSettings {
  readonly MAX_DOCUMENT_BYTES: number;
  readonly MAX_DOCUMENT_DEPTH: number;
  readonly MAX_DOCUMENT_NODES: number;
  readonly MAX_OVERLAY_VALUES: number;
  readonly MAX_ARCHIVE_FILES: number;
  readonly MAX_ARCHIVE_REFERENCES: number;
  readonly IMPORT_OUTPUT_FACTOR: number;
  readonly IMPORT_MAX_OUTPUT_BYTES: number;
}

/** The same limits for every process that reads documents. */
export function readDocumentLimits(settings: DocumentSettings): DocumentLimits {
  return {
    maxBytes: settings.MAX_DOCUMENT_BYTES,
    maxDepth: settings.MAX_DOCUMENT_DEPTH,
    maxNodes: settings.MAX_DOCUMENT_NODES,
    maxOverlayValues: settings.MAX_OVERLAY_VALUES,
    maxArchiveFiles: settings.MAX_ARCHIVE_FILES,
    maxArchiveReferences: settings.MAX_ARCHIVE_REFERENCES,
    outputFactor: settings.IMPORT_OUTPUT_FACTOR,
    maxOutputBytes: settings.IMPORT_MAX_OUTPUT_BYTES,
  };
}

/** Bytes that the smallest document may amount to. */
const minOutputBytes = 16 * 1024 * 1024;

/** The bytes that a document of a size may amount to. */
export function outputLimit(documentBytes: number, { outputFactor, maxOutputBytes }: DocumentLimits): number {
  return Math.min(maxOutputBytes, Math.max(minOutputBytes, outputFactor * documentBytes));
}
