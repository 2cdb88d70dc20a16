import type { Validators } from '@connectory/database';
import { archivePath, type DocumentLimits, packFiles } from '@connectory/document';
import type { Outbound, OutboundAnswer, OutboundOutcome } from '@connectory/outbound';
import { collectReferencedFiles } from './collect-referenced-files.ts';
import { describeFault, describeStatus, type FetchFailure, type FetchLimits } from './fetch-failures.ts';

export interface FetchDependencies {
  readonly outbound: Outbound;
  readonly limits: FetchLimits;
  readonly documentLimits: DocumentLimits;
}

export interface Fetched extends Validators {
  readonly kind: 'fetched';
  /** As the host sent them, without content encoding; an archive when the document consists of several files. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly filename: string;
  readonly mediaType: string | null;
}

export type FetchOutcome =
  | Fetched
  /** The host says that it is still as the validators name it. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'failed'; readonly failure: FetchFailure };

/** Asks a URL for what is left of the time and the bytes. */
export type Ask = (
  url: string,
  options: { headers?: Record<string, string>; withinOrigin?: string },
) => Promise<OutboundOutcome>;

/**
 * Fetches the document that a URL names, and the files of the same origin that it references relatively. All of it together stays
 * within the limits of bytes and time.
 */
export async function fetchDocument(
  dependencies: FetchDependencies,
  schemaUrl: string,
  known: Validators | undefined,
): Promise<FetchOutcome> {
  const { limits } = dependencies;
  const ask = createAsk(dependencies);
  const outcome = await ask(schemaUrl, { headers: conditions(known) });
  if (!outcome.ok) return { kind: 'failed', failure: describeFault(outcome.fault, limits) };
  const { answer } = outcome;
  if (answer.status === 304 && known !== undefined) return { kind: 'unchanged' };
  if (answer.status < 200 || answer.status > 299) return { kind: 'failed', failure: describeStatus(answer.status) };
  return withReferencedFiles(dependencies, ask, answer, nameOf(schemaUrl));
}

function createAsk({ outbound, limits }: FetchDependencies): Ask {
  const deadline = performance.now() + limits.totalMs;
  let bytes = 0;
  return async (url, options) => {
    const totalMs = Math.ceil(deadline - performance.now());
    const maxBytes = limits.maxBytes - bytes;
    if (totalMs <= 0) return { ok: false, fault: 'timed-out' };
    if (maxBytes <= 0) return { ok: false, fault: 'too-large' };
    const outcome = await outbound.send({ method: 'GET', url, limits: { ...limits, totalMs, maxBytes }, ...options });
    if (outcome.ok) bytes += outcome.answer.body.length;
    return outcome;
  };
}

const accept = 'application/vnd.oai.openapi+json, application/json, application/yaml, text/yaml, */*;q=0.5';

function conditions(known: Validators | undefined): Record<string, string> {
  return {
    accept,
    ...(known?.etag == null ? {} : { 'if-none-match': known.etag }),
    ...(known?.lastModified == null ? {} : { 'if-modified-since': known.lastModified }),
  };
}

async function withReferencedFiles(
  dependencies: FetchDependencies,
  ask: Ask,
  answer: OutboundAnswer,
  filename: string,
): Promise<FetchOutcome> {
  const alone: Fetched = {
    kind: 'fetched',
    bytes: answer.body,
    filename,
    mediaType: shortHeader(answer, 'content-type'),
    etag: shortHeader(answer, 'etag'),
    lastModified: shortHeader(answer, 'last-modified'),
  };
  const path = archivePath(new URL(answer.url));
  if (path === undefined) return alone;
  const collected = await collectReferencedFiles(dependencies, ask, answer);
  if (!collected.ok) return { kind: 'failed', failure: collected.failure };
  if (collected.files.size === 0) return alone;
  const bytes = await packFiles(path, new Map([[path, answer.body], ...collected.files]));
  // What one file's host says of it tells nothing of the others.
  return {
    ...alone,
    bytes,
    filename: `${filename}.tar`,
    mediaType: 'application/x-tar',
    etag: null,
    lastModified: null,
  };
}

/** Longer than any that is meant well; it is stored, and sent back. */
const maxHeaderLength = 1_000;

function shortHeader(answer: OutboundAnswer, name: string): string | null {
  const value = answer.header(name);
  return value !== undefined && value.length <= maxHeaderLength && /^[\u0020-\u007e]+$/.test(value) ? value : null;
}

const maxNameLength = 200;

/** The last part of the path, as a name for the document. */
function nameOf(url: string): string {
  const last = new URL(url).pathname.split('/').findLast((segment) => segment !== '') ?? 'document';
  return last.slice(0, maxNameLength);
}
