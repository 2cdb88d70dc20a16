import ipaddr from 'ipaddr.js';

const globalUnicast = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Whether the public internet routes an IP address to a single host. Private, loopback, link-local, shared (CGNAT), multicast, reserved
 * and documentation addresses are not public (IANA special-purpose registries; RFC 6890). An IPv4-mapped IPv6 address counts as its IPv4
 * address. Addresses that a gateway would translate (NAT64, 6to4, Teredo) are not public.
 * @param address with or without a zone. Text that is not an IP address is not public.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed === undefined || parsed.range() !== 'unicast') return false;
  return isV4(parsed) || parsed.match(globalUnicast);
}

/** Parses an address. An IPv4-mapped IPv6 address becomes IPv4. @returns undefined for an invalid address. */
export function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = address.replace(/%.*$/, '');
  return ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare) ? ipaddr.process(bare) : undefined;
}

export function isV4(address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv4 {
  return address.kind() === 'ipv4';
}
