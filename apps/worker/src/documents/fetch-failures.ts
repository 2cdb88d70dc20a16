import type { ImportError } from '@connectory/lifecycle';
import type { OutboundFault } from '@connectory/outbound';

/** `retry`: a dependency failed and may recover. `final`: a retry would fail the same way. */
export type Verdict = 'retry' | 'final';

/**
 * Why a document could not be fetched. The texts reveal nothing about the network of this service, and do not quote responses:
 * callers could otherwise probe that network.
 */
export interface FetchFailure {
  readonly error: ImportError;
  readonly verdict: Verdict;
}

/** The limits of a fetch. The messages state them. */
export interface FetchLimits {
  readonly maxBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxRedirects: number;
  readonly maxFiles: number;
  readonly totalMs: number;
  readonly idleMs: number;
}

type Describe = (limits: FetchLimits) => FetchFailure;

/** `final` for faults of the URL or the document; `retry` for faults that the host or the network may recover from. */
const failures: { readonly [Fault in OutboundFault]: Describe } = {
  refused: () => ({
    verdict: 'final',
    error: {
      code: 'schema_url_refused',
      message:
        'The schemaURL, or a redirect from it, is not allowed: the host is unknown, its address is neither public nor in OUTBOUND_ALLOW, or the scheme is not http or https. Upload the document instead.',
    },
  }),
  'too-many-redirects': ({ maxRedirects }) => ({
    verdict: 'final',
    error: {
      code: 'schema_url_too_many_redirects',
      message: `The schemaURL redirects more than ${maxRedirects} times (SCHEMA_URL_MAX_REDIRECTS). Use the URL at the end of the redirects.`,
    },
  }),
  'too-large': ({ maxBytes, maxHeaderBytes }) => ({
    verdict: 'final',
    error: {
      code: 'schema_url_too_large',
      message: `The response of the schemaURL is too large. Allowed are ${maxBytes} bytes of documents, before and after decompression (MAX_UPLOAD_BYTES), and ${maxHeaderBytes} bytes of headers (OUTBOUND_MAX_HEADER_BYTES). Split the document, or have the limit raised.`,
    },
  }),
  unreadable: () => ({
    verdict: 'final',
    error: {
      code: 'schema_url_unreadable',
      message:
        'The response of the schemaURL does not match its Content-Encoding, or redirects to an invalid URL. Upload the document instead.',
    },
  }),
  'timed-out': ({ totalMs, idleMs }) => ({
    verdict: 'retry',
    error: {
      code: 'schema_url_timeout',
      message: `Timed out fetching the schemaURL: after ${totalMs / 1000} s in all, or ${idleMs / 1000} s without data (SCHEMA_URL_TIMEOUT_SECONDS, SCHEMA_URL_IDLE_SECONDS). Retry the import when the host is faster.`,
    },
  }),
  unreachable: () => ({
    verdict: 'retry',
    error: {
      code: 'schema_url_unreachable',
      message:
        'The host of the schemaURL cannot be reached over HTTP, or closed the connection early. Retry the import when the host is available.',
    },
  }),
};

export function describeFault(fault: OutboundFault, limits: FetchLimits): FetchFailure {
  return failures[fault](limits);
}

/** Statuses after which a retry may succeed (RFC 9110, section 15; RFC 6585; RFC 8470). */
const retryableStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

export function describeStatus(status: number): FetchFailure {
  return {
    verdict: retryableStatuses.has(status) ? 'retry' : 'final',
    error: {
      code: 'schema_url_status',
      message: `The schemaURL returned status ${status} instead of a document. Check that it opens in a browser without a login.`,
    },
  };
}

export function tooManyFiles({ maxFiles }: FetchLimits): FetchFailure {
  return {
    verdict: 'final',
    error: {
      code: 'schema_url_too_many_files',
      message: `The document at the schemaURL consists of more than ${maxFiles} files (SCHEMA_URL_MAX_FILES). Bundle them into one document, or have the limit raised.`,
    },
  };
}
