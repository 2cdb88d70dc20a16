import type { ImportError } from '@connectory/lifecycle';
import type { OutboundFault } from '@connectory/outbound';
import type { Verdict } from '../imports/failure-table.ts';

/** Why a document could not be fetched. The texts tell nothing of the network behind this service, nor do they quote a host's answer. */
export interface FetchFailure {
  readonly error: ImportError;
  readonly verdict: Verdict;
}

/** The limits in force, for the texts. */
export interface FetchLimits {
  readonly maxBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxRedirects: number;
  readonly maxFiles: number;
  readonly totalMs: number;
  readonly idleMs: number;
}

type Describe = (limits: FetchLimits) => FetchFailure;

/** What is wrong with the URL or the document is final; what the network or the host may have put right by then is tried again. */
const failures: { readonly [Fault in OutboundFault]: Describe } = {
  refused: () => ({
    verdict: 'final',
    error: {
      code: 'schema_url_refused',
      message:
        'The schemaURL, or where it redirects to, may not be asked: its host is unknown, or its address is not public and not in SCHEMA_URL_ALLOW, or it is not http or https. Upload the document instead.',
    },
  }),
  'too-many-redirects': ({ maxRedirects }) => ({
    verdict: 'final',
    error: {
      code: 'schema_url_too_many_redirects',
      message: `The schemaURL redirects more than ${maxRedirects} times (SCHEMA_URL_MAX_REDIRECTS). Name the URL that it ends at.`,
    },
  }),
  'too-large': ({ maxBytes, maxHeaderBytes }) => ({
    verdict: 'final',
    error: {
      code: 'schema_url_too_large',
      message: `The answer of the schemaURL is larger than allowed: ${maxBytes} bytes of documents, before and after decompression (MAX_UPLOAD_BYTES), and ${maxHeaderBytes} bytes of headers (SCHEMA_URL_MAX_HEADER_BYTES). Split the document, or have the limit raised.`,
    },
  }),
  unreadable: () => ({
    verdict: 'final',
    error: {
      code: 'schema_url_unreadable',
      message:
        'The answer of the schemaURL is not encoded as its Content-Encoding says, or redirects to what is no URL. Upload the document instead.',
    },
  }),
  'timed-out': ({ totalMs, idleMs }) => ({
    verdict: 'retry',
    error: {
      code: 'schema_url_timeout',
      message: `The host of the schemaURL took longer than ${totalMs / 1000} s in all, or ${idleMs / 1000} s between two pieces (SCHEMA_URL_TIMEOUT_SECONDS, SCHEMA_URL_IDLE_SECONDS). Retry the import once it is faster.`,
    },
  }),
  unreachable: () => ({
    verdict: 'retry',
    error: {
      code: 'schema_url_unreachable',
      message:
        'The host of the schemaURL cannot be reached over HTTP, or broke the connection off. Retry the import once it is well.',
    },
  }),
};

export function describeFault(fault: OutboundFault, limits: FetchLimits): FetchFailure {
  return failures[fault](limits);
}

/** Statuses after which a host may answer well (RFC 9110, section 15; RFC 6585; RFC 8470): the client is not told to change anything. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

export function describeStatus(status: number): FetchFailure {
  return {
    verdict: passing.has(status) ? 'retry' : 'final',
    error: {
      code: 'schema_url_status',
      message: `The schemaURL answered with status ${status}, not with a document. Open it in a browser without logging in: what is seen there is what is imported.`,
    },
  };
}

export function tooManyFiles({ maxFiles }: FetchLimits): FetchFailure {
  return {
    verdict: 'final',
    error: {
      code: 'schema_url_too_many_files',
      message: `The document at the schemaURL consists of more than ${maxFiles} files (SCHEMA_URL_MAX_FILES). Bundle them to one document, or have the limit raised.`,
    },
  };
}
