export type Severity = 'info' | 'warning' | 'error';

/**
 * A place in the uploaded document, with its position. Line and column count from 1; they are absent when the place
 * does not exist in the uploaded text.
 */
export interface SourceLocation {
  /** JSON Pointer (RFC 6901) into the document as uploaded. */
  readonly pointer: string;
  readonly line?: number;
  readonly column?: number;
  /** The file of an archive, by its path in it; absent for the root document. */
  readonly file?: string;
}

/** A report of one rule, with all places to which it applies. */
export interface Message {
  /** Stable, as `PARAM_NOT_SCALAR`. */
  readonly code: string;
  readonly severity: Severity;
  /** Starts with `[CODE] `. */
  readonly text: string;
  /** One line per place, at most `maxPlaces`: `<pointer> (line L, column C): <remark>`. */
  readonly detail: readonly string[];
  readonly locations: readonly SourceLocation[];
}

/** The places of a message that are listed. */
export interface PlaceList {
  readonly code: string;
  readonly severity: Severity;
  readonly places: readonly ReportedPlace[];
  /** Number of further places, which are only counted. */
  readonly unlisted: number;
}

/** A place of a message. */
export interface ReportedPlace {
  readonly location: SourceLocation;
  /** `<pointer> (line L, column C): <remark>`. */
  readonly detail: string;
}

/**
 * The position of a place in the uploaded bytes. `pointer` is given when the place has another pointer there, as
 * after the upgrade of Swagger 2.0; `file` when it is not in the root document of an archive.
 */
export interface SourcePosition {
  /** Absent, as `column`, when the place is not in the uploaded text: an overlay put it there. */
  readonly line?: number;
  readonly column?: number;
  readonly pointer?: string;
  readonly file?: string;
}

/** Finds JSON Pointers in the uploaded bytes, in one pass; pointers without a counterpart are absent. */
export type LocatePointers = (pointers: ReadonlySet<string>) => ReadonlyMap<string, SourcePosition>;
