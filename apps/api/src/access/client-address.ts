import ipaddr from 'ipaddr.js';

/** Whoever has one IPv6 address usually has the 2^64 around it. */
const networkBitsOfIpv6 = 64;

/** What stands for a client in limits by address: its IPv4 address, or the network of its IPv6 address. */
export function clientAddress(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'unknown';
  // An IPv4 address in IPv6 form is the IPv4 address.
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${networkBitsOfIpv6}`).toString();
}
