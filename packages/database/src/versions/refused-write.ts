/** Rolls back the transaction that writes a version. It is an expected outcome, not a failure. */
export class RefusedWrite extends Error {
  readonly refusal: /** Another attempt holds the import, or it was cancelled. */
    | { readonly outcome: 'claim-lost' }
    /** The connector was deleted since the import was accepted. */
    | { readonly outcome: 'connector-gone' }
    /** The version was created since the import was accepted. */
    | { readonly outcome: 'version-exists'; readonly version: string }
    /** The version to be replaced was published, and is immutable. */
    | { readonly outcome: 'version-published'; readonly version: string };
  constructor(refusal: RefusedWrite['refusal']) {
    super(refusal.outcome);
    this.refusal = refusal;
  }
}
