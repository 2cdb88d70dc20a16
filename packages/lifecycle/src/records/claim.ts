import type { ImportRequestOptions } from './import-record.ts';
import type { ImportOverlay } from './overlay-record.ts';
import type { StoredDocument } from './stored-document.ts';

/** Names one attempt at one import. The token fences every write of that attempt. */
export interface Claim {
  readonly importId: string;
  readonly token: string;
}

export interface ClaimedImport extends Claim {
  /** Counts from 1. */
  readonly attempt: number;
  readonly requestId: string | null;
  /** W3C `traceparent` of the request. */
  readonly traceParent: string | null;
  /** Milliseconds from the request, or from its retry, to this claim. */
  readonly queuedMs: number;
  /** Whether a notification is due when the import ends. */
  readonly hasCallback: boolean;
}

/** The input of a claimed import: its document, its options and the version to write. */
export interface ClaimedWork {
  readonly claim: Claim;
  readonly organisationId: string;
  readonly connectorId: string;
  readonly createsConnector: boolean;
  /** Null when the document is to name the version. */
  readonly version: string | null;
  /** Null until the document is fetched from `options.schemaURL`. */
  readonly documentSha256: Uint8Array<ArrayBuffer> | null;
  readonly filename: string | null;
  readonly mediaType: string | null;
  readonly options: ImportRequestOptions;
  /** The overlays of the connector, then those sent with the document. Empty where no document is mapped. */
  readonly overlays: readonly ImportOverlay[];
  /** Identifies the overlays of the connector; null without any. */
  readonly overlaysHash: Uint8Array<ArrayBuffer> | null;
  /**
   * Set for a new connector only. For an existing connector the draft may already be made from this document, and then its bytes
   * are not needed.
   */
  readonly document: StoredDocument | undefined;
}
