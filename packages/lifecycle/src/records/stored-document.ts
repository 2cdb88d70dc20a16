/** How the content of a stored document is encoded. New rows use `br`; older rows may have the others. */
export type DocumentEncoding = 'br' | 'gzip' | 'identity';

/** A document as the database holds it. */
export interface StoredDocument {
  /** Size before encoding. */
  readonly bytes: number;
  readonly encoding: DocumentEncoding;
  readonly content: Uint8Array;
}
