import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { Agent, buildConnector } from 'undici';
import type { AllowList } from './allow-list.ts';
import { mayConnect } from './check-url.ts';
import { OutboundFaultError } from './outbound-fault.ts';
import type { ResolveHost } from './resolve-host.ts';

export interface AgentOptions {
  readonly allow: AllowList;
  readonly resolve: ResolveHost;
  /** Limit for connecting, for the headers, and between two chunks of the body. */
  readonly idleMs: number;
  readonly maxHeaderBytes: number;
}

/**
 * Creates an agent that connects to allowed addresses only. A name is resolved once for each connection, and the checked address is the
 * one connected to, so that DNS rebinding has no effect. It uses no proxy and keeps no TLS sessions.
 */
export function createGuardedAgent(options: AgentOptions): Agent {
  const { allow, resolve, idleMs, maxHeaderBytes } = options;
  // Returns all addresses, because `autoSelectFamily` tries them in turn.
  const lookup: LookupFunction = (host, _options, callback) => {
    callbackify(() => resolveAllowed(host, allow, resolve))(callback);
  };
  const open = buildConnector({ lookup, timeout: idleMs, maxCachedSessions: 0, autoSelectFamily: true });
  const connect: buildConnector.connector = (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const isAllowed = (address: string): boolean => allow.allowsHost(host) || mayConnect(address, allow);
    // An IP address in a URL is never looked up, so it is checked here.
    if (isIP(host) !== 0 && !isAllowed(host)) return callback(new OutboundFaultError('refused'), null);
    open(target, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      if (isAllowed(socket.remoteAddress ?? '')) return callback(null, socket);
      socket.destroy();
      callback(new OutboundFaultError('refused'), null);
    });
  };
  return new Agent({
    connect,
    headersTimeout: idleMs,
    bodyTimeout: idleMs,
    maxHeaderSize: maxHeaderBytes,
    pipelining: 0,
  });
}

/** Refuses a name with a single disallowed address: a name with both kinds is an attack, or an internal name. */
async function resolveAllowed(host: string, allow: AllowList, resolve: ResolveHost): Promise<LookupAddress[]> {
  const addresses = await resolve(host);
  if (addresses.length > 0 && (allow.allowsHost(host) || addresses.every((address) => mayConnect(address, allow))))
    return addresses.map((address) => ({ address, family: isIP(address) }));
  throw new OutboundFaultError('refused');
}
