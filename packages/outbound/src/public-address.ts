import ipaddr from 'ipaddr.js';

const globalUnicast = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * Whether an IP address is one that the public internet routes to a single host: not private, loopback, link-local, shared (CGNAT),
 * multicast, reserved or for documentation (IANA special-purpose registries; RFC 6890). IPv6 that carries an IPv4 address is taken for
 * that address where it is mapped, and for not public where a gateway would translate it (NAT64, 6to4, Teredo).
 * @param address with or without a zone; anything that is no IP address is not public.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = parseAddress(address);
  if (parsed === undefined || parsed.range() !== 'unicast') return false;
  return isV4(parsed) || parsed.match(globalUnicast);
}

/** An address in the family that it means: an IPv4 address mapped to IPv6 is IPv4. @returns undefined for what is no address. */
export function parseAddress(address: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  const bare = address.replace(/%.*$/, '');
  return ipaddr.IPv4.isValidFourPartDecimal(bare) || ipaddr.IPv6.isValid(bare) ? ipaddr.process(bare) : undefined;
}

export function isV4(address: ipaddr.IPv4 | ipaddr.IPv6): address is ipaddr.IPv4 {
  return address.kind() === 'ipv4';
}
