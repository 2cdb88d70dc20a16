import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { AllowList } from './allow-list.ts';
import { checkUrl } from './check-url.ts';
import { createGuardedAgent } from './guarded-agent.ts';
import { type OutboundFault, OutboundFaultError, toOutboundFault } from './outbound-fault.ts';
import { acceptEncoding, readBody } from './read-body.ts';
import { createResolveHost, type ResolveHost } from './resolve-host.ts';

export interface OutboundLimits {
  /** Of the body, on the wire and again decoded; 0 when it is not read at all. */
  readonly maxBytes: number;
  readonly maxHeaderBytes: number;
  /** 0: a redirect is an answer like any other. */
  readonly maxRedirects: number;
  /** From the first name looked up to the last byte, all redirects included. */
  readonly totalMs: number;
  /** Until a connection stands, until headers are there, and between two pieces of a body. */
  readonly idleMs: number;
}

export interface OutboundRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string;
  readonly limits: OutboundLimits;
  /** An origin, as `https://example.com`: redirects that leave it are refused. */
  readonly withinOrigin?: string;
}

export interface OutboundAnswer {
  readonly status: number;
  /** The one that answered, after redirects. */
  readonly url: string;
  header(name: string): string | undefined;
  /** Decoded; empty when `maxBytes` is 0. */
  readonly body: Uint8Array<ArrayBuffer>;
}

export type OutboundOutcome =
  | { readonly ok: true; readonly answer: OutboundAnswer }
  | { readonly ok: false; readonly fault: OutboundFault };

export interface Outbound {
  /** Asks a URL that a user gave. Never throws for what the URL, its name server or its host do. */
  send(request: OutboundRequest): Promise<OutboundOutcome>;
}

export interface OutboundOptions {
  readonly allow: AllowList;
  /** Name servers, as `192.0.2.53` or `192.0.2.53:5353`, to ask instead of the system's resolver. */
  readonly nameServers?: readonly string[] | undefined;
  readonly userAgent: string;
}

/** The only way by which addresses that users give are connected to. */
export function createOutbound(options: OutboundOptions): Outbound {
  const resolve = createResolveHost(options.nameServers);
  return {
    send: async (request) => {
      try {
        return { ok: true, answer: await send(options, resolve, request) };
      } catch (error) {
        return { ok: false, fault: toOutboundFault(error) };
      }
    },
  };
}

async function send(options: OutboundOptions, resolve: ResolveHost, request: OutboundRequest): Promise<OutboundAnswer> {
  const { idleMs, maxHeaderBytes, totalMs } = request.limits;
  const agent = createGuardedAgent({ allow: options.allow, resolve, idleMs, maxHeaderBytes });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new OutboundFaultError('timed-out')), totalMs);
  });
  const answer = follow(options, agent, request);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
    // Connections end with the request, whatever its host would still like to send.
    answer.catch(() => undefined);
    await agent.destroy();
  }
}

const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

async function follow(options: OutboundOptions, agent: Dispatcher, request: OutboundRequest): Promise<OutboundAnswer> {
  const { maxRedirects, maxBytes } = request.limits;
  let text = request.url;
  for (let hops = 0; ; hops += 1) {
    const url = requireAllowed(text, options.allow, request.withinOrigin);
    const { statusCode, headers, body } = await ask(options, agent, request, url);
    const header = (name: string): string | undefined => firstOf(headers[name.toLowerCase()]);
    const location = header('location');
    if (!redirects.has(statusCode) || maxRedirects === 0 || location === undefined) {
      return { status: statusCode, url: url.href, header, body: await readAnswerBody(body, header, maxBytes) };
    }
    drop(body);
    if (hops >= maxRedirects) throw new OutboundFaultError('too-many-redirects');
    text = targetOf(location, url);
  }
}

async function readAnswerBody(
  body: Readable,
  header: OutboundAnswer['header'],
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const announced = Number(header('content-length') ?? 0);
  if (maxBytes > 0 && announced <= maxBytes) return readBody(body, header('content-encoding') ?? '', maxBytes);
  drop(body);
  if (maxBytes > 0) throw new OutboundFaultError('too-large');
  return new Uint8Array();
}

/** Leaves a body unread: its connection ends. */
function drop(body: Readable): void {
  body.on('error', () => undefined).destroy();
}

function requireAllowed(text: string, allow: AllowList, withinOrigin: string | undefined): URL {
  const checked = checkUrl(text, allow);
  if (!checked.ok || (withinOrigin !== undefined && checked.url.origin !== withinOrigin))
    throw new OutboundFaultError('refused');
  return checked.url;
}

function ask(options: OutboundOptions, agent: Dispatcher, request: OutboundRequest, url: URL) {
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

/** Where a redirect leads; from https it must not lead to what anybody on the way could have written. */
function targetOf(location: string, from: URL): string {
  if (!URL.canParse(location, from.href)) throw new OutboundFaultError('unreadable');
  const target = new URL(location, from.href);
  if (from.protocol === 'https:' && target.protocol === 'http:') throw new OutboundFaultError('refused');
  return target.href;
}
