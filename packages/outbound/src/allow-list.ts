import ipaddr from 'ipaddr.js';
import { isV4, parseAddress } from './public-address.ts';

/** Hosts and networks that may be reached although they are not public. */
export interface AllowList {
  /** @param host as in a URL, without brackets. */
  allowsHost(host: string): boolean;
  allowsAddress(address: string): boolean;
}

type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

const hostName = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/;

/**
 * Parses a list such as `specs.internal, 10.1.0.0/16, ::1`, separated by commas or spaces. A host name allows every address that it
 * resolves to.
 * @throws Error naming the first invalid entry.
 */
export function parseAllowList(text: string): AllowList {
  const hosts = new Set<string>();
  const networks: Network[] = [];
  for (const entry of text.split(/[\s,]+/).filter((part) => part !== '')) {
    const network = parseNetwork(entry);
    if (network !== undefined) networks.push(network);
    else if (hostName.test(normaliseHost(entry)) && !/^[\d.]+$/.test(entry)) hosts.add(normaliseHost(entry));
    else throw new Error(`${JSON.stringify(entry)} is not a host name, an IP address or a network such as 10.0.0.0/8`);
  }
  return {
    allowsHost: (host) => hosts.has(normaliseHost(host)),
    allowsAddress: (address) => networks.some((network) => contains(network, address)),
  };
}

/** Host names compare without case and without the trailing dot of a fully qualified name. */
export function normaliseHost(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}

function parseNetwork(entry: string): Network | undefined {
  const [address = '', prefix, ...rest] = entry.split('/');
  const parsed = parseAddress(address);
  if (parsed === undefined || rest.length > 0) return undefined;
  const longest = isV4(parsed) ? 32 : 128;
  if (prefix === undefined) return [parsed, longest];
  return /^\d{1,3}$/.test(prefix) && Number(prefix) <= longest ? [parsed, Number(prefix)] : undefined;
}

function contains([network, prefix]: Network, address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed === undefined || parsed.kind() !== network.kind()) return false;
  return parsed.match(network, prefix);
}
