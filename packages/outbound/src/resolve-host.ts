import { lookup, Resolver } from 'node:dns/promises';
import { OutboundFaultError } from './outbound-fault.ts';

/** Resolves a name to one or more addresses. @throws OutboundFaultError, `refused` for an unknown name. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** Timeout of one query to one name server, and the number of tries. */
const serverTimeoutMs = 2_000;
const serverTries = 2;

/** @param servers IP addresses, with a port if it is not 53. Default: the system's resolver. */
export function createResolveHost(servers: readonly string[] | undefined): ResolveHost {
  if (servers === undefined) return resolveBySystem;
  const resolver = new Resolver({ timeout: serverTimeoutMs, tries: serverTries });
  resolver.setServers(servers);
  return (host) => resolveByServers(resolver, host);
}

async function resolveBySystem(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw toFault(error);
  }
}

async function resolveByServers(resolver: Resolver, host: string): Promise<readonly string[]> {
  const results = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
  if (addresses.length > 0) return addresses;
  const faults = results.flatMap((result) => (result.status === 'rejected' ? [toFault(result.reason)] : []));
  throw faults.find(({ fault }) => fault === 'unreachable') ?? new OutboundFaultError('refused');
}

/** The name does not exist, has no address, or is invalid. */
const unknownName = /^(ENOTFOUND|ENODATA|EBADNAME|EBADQUERY|EFORMERR)$/;

function toFault(error: unknown): OutboundFaultError {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return new OutboundFaultError(typeof code === 'string' && unknownName.test(code) ? 'refused' : 'unreachable');
}
