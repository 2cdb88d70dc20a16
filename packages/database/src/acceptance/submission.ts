import type { ImportRequestOptions } from '@connectory/lifecycle';
import type { NewDocument } from '../documents/store-document.ts';
import type { StoredQuotas } from '../quotas/stored-quotas.ts';

/** A request for an import. */
export interface ImportSubmission {
  readonly organisationId: string;
  /** An existing connector of this organisation; absent to create one. */
  readonly connectorId?: string;
  /** Absent only for a new connector: the document then names it. */
  readonly version?: string;
  readonly options: ImportRequestOptions;
  readonly requestId: string;
  /** W3C `traceparent` of the request. */
  readonly traceParent?: string | undefined;
  /** Receives one notification when the import ends. */
  readonly callbackUrl?: string;
  readonly idempotency?: Idempotency;
  /** Quotas of an organisation without its own; none by default. */
  readonly quotas?: StoredQuotas;
  /** Absent when it is to be fetched from `options.schemaURL`. */
  readonly document?: SubmittedDocument;
  /** Enables the check for an unchanged draft: one that this importer has made from the same document. Absent leaves it to the worker. */
  readonly importerVersion?: string;
  /** JSON array of UploadedOverlay: overlays of this import alone. Their hash is in `options`. */
  readonly overlays?: string;
}

export interface Idempotency {
  /** The client's `Idempotency-Key`. */
  readonly key: string;
  /** SHA-256 of document, metadata and target. It distinguishes requests with the same key. */
  readonly fingerprint: Uint8Array<ArrayBuffer>;
}

export interface SubmittedDocument extends Omit<NewDocument, 'content'> {
  /** Called only when the document is not stored yet. */
  readonly content: () => Promise<NewDocument['content']>;
  /** The content in pieces, for a document that is too large to be in memory as a whole. */
  readonly pieces?: (() => AsyncIterable<Uint8Array>) | undefined;
  readonly filename: string;
  readonly mediaType: string;
}
