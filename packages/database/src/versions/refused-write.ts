/** Rolls back the transaction that writes a version. It is an expected outcome, not a failure. */
export class RefusedWrite extends Error {
  readonly refusal: /** Another attempt holds the import, or it was cancelled. */
    | { readonly outcome: 'claim-lost' }
    /** The connector was deleted since the import was accepted. */
    | { readonly outcome: 'connector-gone' }
    /** The version was created since the import was accepted. */
    | { readonly outcome: 'version-exists'; readonly version: string }
    /** The version to be replaced was published, and is immutable. */
    | { readonly outcome: 'version-published'; readonly version: string }
    /** The version to be replaced was edited, and the import is to fail then. */
    | { readonly outcome: 'version-edited'; readonly version: string }
    /** There is no version of the name in `editsFrom`. */
    | { readonly outcome: 'edits-not-found'; readonly version: string };
  constructor(refusal: RefusedWrite['refusal']) {
    super(refusal.outcome);
    this.refusal = refusal;
  }
}
