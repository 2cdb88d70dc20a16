import { lookup, Resolver } from 'node:dns/promises';
import { OutboundFaultError } from './outbound-fault.ts';

/** All addresses of a name, one at least. @throws OutboundFaultError: `refused` for a name that is not known. */
export type ResolveHost = (host: string) => Promise<readonly string[]>;

/** Milliseconds that one name server has for an answer, and how often it is asked. */
const serverTimeoutMs = 2_000;
const serverTries = 2;

/** @param servers IP addresses, with a port where it is not 53, to ask instead of the system's resolver. */
export function createResolveHost(servers: readonly string[] | undefined): ResolveHost {
  if (servers === undefined) return askSystem;
  const resolver = new Resolver({ timeout: serverTimeoutMs, tries: serverTries });
  resolver.setServers(servers);
  return (host) => askServers(resolver, host);
}

async function askSystem(host: string): Promise<readonly string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address);
  } catch (error) {
    throw faultOf(error);
  }
}

async function askServers(resolver: Resolver, host: string): Promise<readonly string[]> {
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  if (addresses.length > 0) return addresses;
  const faults = answers.flatMap((answer) => (answer.status === 'rejected' ? [faultOf(answer.reason)] : []));
  throw faults.find(({ fault }) => fault === 'unreachable') ?? new OutboundFaultError('refused');
}

/** A name that does not exist, or has no address, or is no name. */
const unknownName = /^(ENOTFOUND|ENODATA|EBADNAME|EBADQUERY|EFORMERR)$/;

function faultOf(error: unknown): OutboundFaultError {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return new OutboundFaultError(typeof code === 'string' && unknownName.test(code) ? 'refused' : 'unreachable');
}
