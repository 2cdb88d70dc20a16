import { createHash } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** The prefix length of a usual IPv6 network: its owner can use all 2^64 addresses. */
const networkBitsOfIpv6 = 64;

/**
 * The key of a client in counts by address: one of 65,536, so that requests from many addresses fill neither memory nor tables. Clients
 * that share one share a quota; valid keys are not counted by address.
 */
export function addressBucket(address: string | undefined): string {
  return createHash('sha256').update(clientAddress(address)).digest('hex').slice(0, bucketDigits);
}

const bucketDigits = 4;

/** The key of a client in limits by address: its IPv4 address, or the network of its IPv6 address. */
export function clientAddress(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  // `process` turns an IPv4-mapped IPv6 address into the IPv4 address.
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${networkBitsOfIpv6}`).toString();
}
