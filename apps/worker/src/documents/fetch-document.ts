import type { Validators } from '@connectory/database';
import { archivePath, packFiles } from '@connectory/document';
import type { OutboundResponse } from '@connectory/outbound';
import { type BudgetedFetch, createBudgetedFetch, type FetchDependencies } from './budgeted-fetch.ts';
import { collectReferencedFiles } from './collect-referenced-files.ts';
import { describeFault, describeStatus, type FetchFailure } from './fetch-failures.ts';

export interface FetchedDocument extends Validators {
  readonly kind: 'fetched';
  /** Without content encoding. An archive if the document consists of several files. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly filename: string;
  readonly mediaType: string | null;
}

export type FetchOutcome =
  | FetchedDocument
  /** The host answered 304: the document still matches the validators. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly failure: FetchFailure };

/**
 * Fetches the document at a URL, and the files of the same origin that it references relatively. The limits of bytes and time apply to
 * all of them together.
 * @param known validators of the document that is already stored for this URL.
 */
export async function fetchDocument(
  dependencies: FetchDependencies,
  schemaUrl: string,
  known: Validators | undefined,
): Promise<FetchOutcome> {
  const { limits } = dependencies;
  const fetchWithin = createBudgetedFetch(dependencies);
  const outcome = await fetchWithin(schemaUrl, { headers: conditionalHeaders(known) });
  if (!outcome.ok) return { kind: 'failed', failure: describeFault(outcome.fault, limits) };
  const { response } = outcome;
  if (response.status === 304 && known !== undefined) return { kind: 'unchanged' };
  if (response.status < 200 || response.status > 299)
    return { kind: 'failed', failure: describeStatus(response.status) };
  return addReferencedFiles(dependencies, fetchWithin, response, filenameOf(schemaUrl));
}

const accept = 'application/vnd.oai.openapi+json, application/json, application/yaml, text/yaml, */*;q=0.5';

function conditionalHeaders(known: Validators | undefined): Record<string, string> {
  return {
    accept,
    ...(known?.etag == null ? {} : { 'if-none-match': known.etag }),
    ...(known?.lastModified == null ? {} : { 'if-modified-since': known.lastModified }),
  };
}

async function addReferencedFiles(
  dependencies: FetchDependencies,
  fetchWithin: BudgetedFetch,
  response: OutboundResponse,
  filename: string,
): Promise<FetchOutcome> {
  const single: FetchedDocument = {
    kind: 'fetched',
    bytes: response.body,
    filename,
    mediaType: storableHeader(response, 'content-type'),
    etag: storableHeader(response, 'etag'),
    lastModified: storableHeader(response, 'last-modified'),
  };
  const path = archivePath(new URL(response.url));
  if (path === undefined) return single;
  const collected = await collectReferencedFiles(dependencies, fetchWithin, response);
  if (!collected.ok) return { kind: 'failed', failure: collected.failure };
  if (collected.files.size === 0) return single;
  const bytes = await packFiles(path, new Map([[path, response.body], ...collected.files]));
  // The validators of the root file do not cover the other files.
  return {
    ...single,
    bytes,
    filename: `${filename}.tar`,
    mediaType: 'application/x-tar',
    etag: null,
    lastModified: null,
  };
}

/** Header values are stored and sent back to the host. Longer ones are dropped. */
const maxHeaderLength = 1_000;

function storableHeader(response: OutboundResponse, name: string): string | null {
  const value = response.header(name);
  return value !== undefined && value.length <= maxHeaderLength && /^[\u0020-\u007e]+$/.test(value) ? value : null;
}

const maxNameLength = 200;

/** The last segment of the path. */
function filenameOf(url: string): string {
  const last = new URL(url).pathname.split('/').findLast((segment) => segment !== '') ?? 'document';
  return last.slice(0, maxNameLength);
}
