/** A document that costs more than its size lets expect. `build` grows with `size` linearly. */
export interface HostileDocument {
  readonly name: string;
  /** The text of a document, JSON or YAML, that is about `size` characters long. */
  readonly build: (size: number) => string;
}
