/** A part of a text, by offsets in UTF-16 code units. */
export interface TextRange {
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}
