import type { Json } from '@connectory/json';
import type { LocatePointers, Severity, SourceLocation } from './message.ts';

/** The reason why a document could not be imported at all. */
export interface DocumentFault {
  /** Stable, as `document_not_openapi`. */
  readonly code: string;
  /** For the user: the problem, its place, and the next step. */
  readonly message: string;
  /** Lines of the source with a caret below the place, for an error of syntax. */
  readonly details?: string;
  readonly locations: readonly SourceLocation[];
}

/** A file of an upload. */
export interface SourceFile {
  /** Its path in the archive; empty for the root document. It never starts with a slash. */
  readonly path: string;
  /** The absolute URI that it was read from: of the host that it was fetched from, else `upload:/<path>`. */
  readonly uri: string;
  /** The tree as uploaded; a string for a file that is neither JSON nor YAML. */
  readonly root: Json;
}

/** A parsed document, ready to be mapped. */
export interface ParsedDocument {
  /** The tree: plain objects (own `__proto__` keys included), arrays and scalars; acyclic. */
  readonly root: Json;
  /** Bytes of all its files, after decompression. */
  readonly bytes?: number;
  /** The version that the document declared, as `2.0`, `3.0.3`, `3.1.0`. */
  readonly openapi: string;
  /** Problems found while reading, as duplicate keys. */
  readonly notices: readonly DocumentNotice[];
  /** Takes names of places: JSON Pointers, behind `file#` for files other than the root document. */
  readonly locate: LocatePointers;
  /** The root document, then the other files in the order of their first reference. Absent: the root document alone. */
  readonly files?: readonly SourceFile[];
  /** How scalars were spelt that JSON would spell otherwise, as `1.10` in YAML: by the object or list that holds them, then by key. */
  readonly spellings?: ReadonlyMap<object, ReadonlyMap<string | number, string>>;
}

/** A problem found while reading, to be reported as a message with its places located. */
export interface DocumentNotice {
  readonly code: string;
  readonly severity: Severity;
  /** Without the leading code. */
  readonly text: string;
  readonly places: readonly { readonly pointer: string; readonly what: string }[];
}
