export type Severity = 'info' | 'warning' | 'error';

/** A place in the uploaded document. Line and column count from 1 and are absent when the place has no counterpart there. */
export interface SourceLocation {
  /** JSON Pointer (RFC 6901) into the document as uploaded. */
  readonly pointer: string;
  readonly line?: number;
  readonly column?: number;
  /** The file of an archive, by its path in it; absent for the root document. */
  readonly file?: string;
}

/** What could not be taken over as written, and where: one per rule that applied. */
export interface Message {
  /** Stable, as `PARAM_NOT_SCALAR`. */
  readonly code: string;
  readonly severity: Severity;
  /** Starts with `[CODE] `. */
  readonly text: string;
  /** One line a place, at most `maxPlaces` of them: `<pointer> (line L, column C): what`. */
  readonly detail: readonly string[];
  readonly locations: readonly SourceLocation[];
}

/**
 * Where a place of the tree is in the uploaded bytes; `pointer` when it has another one there, as after the upgrade of Swagger 2.0;
 * `file` when that is another one than the root document of an archive.
 */
export interface SourcePosition {
  readonly line: number;
  readonly column: number;
  readonly pointer?: string;
  readonly file?: string;
}

/** Finds JSON Pointers in the uploaded bytes, in one pass; pointers without a counterpart are absent. */
export type LocatePointers = (pointers: ReadonlySet<string>) => ReadonlyMap<string, SourcePosition>;
