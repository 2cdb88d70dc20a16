import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { AllowList } from './allow-list.ts';
import { checkUrl } from './check-url.ts';
import { createGuardedAgent } from './guarded-agent.ts';
import { type OutboundFault, OutboundFaultError, toOutboundFault } from './outbound-fault.ts';
import { acceptEncoding, readBody } from './read-body.ts';
import { createResolveHost, type ResolveHost } from './resolve-host.ts';

export interface OutboundLimits {
  /** Limit of the body, before and after decoding. 0: the body is not read. */
  readonly maxBytes: number;
  readonly maxHeaderBytes: number;
  /** 0: redirects are not followed, but returned. */
  readonly maxRedirects: number;
  /** From the first name lookup to the last byte, including redirects. */
  readonly totalMs: number;
  /** Limit for connecting, for the headers, and between two chunks of the body. */
  readonly idleMs: number;
}

export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  readonly limits: OutboundLimits;
  /** An origin such as `https://example.com`. Redirects to other origins are refused. */
  readonly withinOrigin?: string;
  /** Ends the request, as its time limit does. */
  readonly signal?: AbortSignal | undefined;
}

export interface OutboundResponse {
  readonly status: number;
  /** The URL that sent the response, after redirects. */
  readonly url: string;
  header(name: string): string | undefined;
  /** Decoded. Empty if `maxBytes` is 0. */
  readonly body: Uint8Array<ArrayBuffer>;
}

export type OutboundOutcome =
  | { readonly ok: true; readonly response: OutboundResponse }
  | { readonly ok: false; readonly fault: OutboundFault };

export interface Outbound {
  /** Requests a URL that a user gave. Faults of the URL, its name server and its host are returned, not thrown. */
  send(request: OutboundRequest): Promise<OutboundOutcome>;
}

export interface OutboundOptions {
  readonly allow: AllowList;
  /** Name servers such as `192.0.2.53` or `192.0.2.53:5353`. Default: the system's resolver. */
  readonly nameServers?: readonly string[] | undefined;
  readonly userAgent: string;
}

/** The only client for URLs that users give. It refuses addresses that are not public, at each connection. */
export function createOutbound(options: OutboundOptions): Outbound {
  const resolve = createResolveHost(options.nameServers);
  return {
    send: async (request) => {
      try {
        return { ok: true, response: await send(options, resolve, request) };
      } catch (error) {
        return { ok: false, fault: toOutboundFault(error) };
      }
    },
  };
}

async function send(
  options: OutboundOptions,
  resolve: ResolveHost,
  request: OutboundRequest,
): Promise<OutboundResponse> {
  const { idleMs, maxHeaderBytes, totalMs } = request.limits;
  const agent = createGuardedAgent({ allow: options.allow, resolve, idleMs, maxHeaderBytes });
  const limit = limitTime(totalMs, request.signal);
  const response = follow(options, agent, request);
  try {
    return await Promise.race([response, limit.exceeded]);
  } finally {
    limit.remove();
    // Closes the connection even if the host is still sending.
    response.catch(() => undefined);
    await agent.destroy();
  }
}

/** Rejects after a time, or when `signal` aborts. */
function limitTime(totalMs: number, signal: AbortSignal | undefined) {
  let end = (): void => undefined;
  const exceeded = new Promise<never>((_resolve, reject) => {
    end = () => reject(new OutboundFaultError('timed-out'));
  });
  // Nothing waits for it yet.
  exceeded.catch(() => undefined);
  const timer = setTimeout(end, totalMs);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted === true) end();
  const remove = (): void => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  };
  return { exceeded, remove };
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

async function follow(
  options: OutboundOptions,
  agent: Dispatcher,
  request: OutboundRequest,
): Promise<OutboundResponse> {
  const { maxRedirects, maxBytes } = request.limits;
  let text = request.url;
  for (let hops = 0; ; hops += 1) {
    const url = requireAllowed(text, options.allow, request.withinOrigin);
    const { statusCode, headers, body } = await sendOnce(options, agent, request, url);
    const header = (name: string): string | undefined => firstOf(headers[name.toLowerCase()]);
    const location = header('location');
    if (!redirects.has(statusCode) || maxRedirects === 0 || location === undefined) {
      return { status: statusCode, url: url.href, header, body: await readResponseBody(body, header, maxBytes) };
    }
    discard(body);
    if (hops >= maxRedirects) throw new OutboundFaultError('too-many-redirects');
    text = resolveRedirect(location, url);
  }
}

async function readResponseBody(
  body: Readable,
  header: OutboundResponse['header'],
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(header('content-length') ?? 0);
  if (maxBytes > 0 && announced <= maxBytes) return readBody(body, header('content-encoding') ?? '', maxBytes);
  discard(body);
  if (maxBytes > 0) throw new OutboundFaultError('too-large');
  return new Uint8Array();
}

/** Discards a body, which closes its connection. */
function discard(body: Readable): void {
  body.on('error', () => undefined).destroy();
}

function requireAllowed(text: string, allow: AllowList, withinOrigin: string | undefined): URL {
  const checked = checkUrl(text, allow);
  if (!checked.ok || (withinOrigin !== undefined && checked.url.origin !== withinOrigin))
    throw new OutboundFaultError('refused');
  return checked.url;
}

function sendOnce(options: OutboundOptions, agent: Dispatcher, request: OutboundRequest, url: URL) {
  return agent.request({
    origin: url.origin,
    path: `${url.pathname}${url.search}`,
    method: request.method,
    headers: { 'user-agent': options.userAgent, 'accept-encoding': acceptEncoding, ...request.headers },
    ...(request.body === undefined ? {} : { body: request.body }),
  });
}

function firstOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}

/** Resolves the target of a redirect. A redirect from https to http is refused: an attacker in the network could change the response. */
function resolveRedirect(location: string, from: URL): string {
  if (!URL.canParse(location, from.href)) throw new OutboundFaultError('unreadable');
  const target = new URL(location, from.href);
  if (from.protocol === 'https:' && target.protocol === 'http:') throw new OutboundFaultError('refused');
  return target.href;
}
