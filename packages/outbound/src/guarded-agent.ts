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
  /** Until a connection stands, until its headers are there, and between two pieces of the body. */
  readonly idleMs: number;
  readonly maxHeaderBytes: number;
}

/**
 * An agent that connects to allowed addresses only. A name is resolved once for each connection, and what was looked at is what is
 * connected to: a name server that changes its mind in between is not asked again. No proxy, no kept sessions.
 */
export function createGuardedAgent(options: AgentOptions): Agent {
  const { allow, resolve, idleMs, maxHeaderBytes } = options;
  // Asked for all addresses always: `autoSelectFamily` tries them in turn.
  const lookup: LookupFunction = (host, _options, callback) => {
    callbackify(() => resolveAllowed(host, allow, resolve))(callback);
  };
  const open = buildConnector({ lookup, timeout: idleMs, maxCachedSessions: 0, autoSelectFamily: true });
  const connect: buildConnector.connector = (target, callback) => {
    const host = target.hostname.replace(/^\[|\]$/g, '');
    const isAllowed = (address: string): boolean => allow.allowsHost(host) || mayConnect(address, allow);
    // An address that is written out is never looked up.
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

/** One address that is not allowed is enough: a name that leads to both is a trick, or one that this service must not know. */
async function resolveAllowed(host: string, allow: AllowList, resolve: ResolveHost): Promise<LookupAddress[]> {
  const addresses = await resolve(host);
  if (addresses.length > 0 && (allow.allowsHost(host) || addresses.every((address) => mayConnect(address, allow))))
    return addresses.map((address) => ({ address, family: isIP(address) }));
  throw new OutboundFaultError('refused');
}
