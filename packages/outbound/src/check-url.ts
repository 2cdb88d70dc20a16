import { isIP } from 'node:net';
import { type AllowList, normaliseHost } from './allow-list.ts';
import { isPublicAddress } from './public-address.ts';

export type CheckedUrl =
  | { readonly ok: true; readonly url: URL }
  /** `reason` continues a sentence that starts with the name of the field: "is …". It does not quote the URL. */
  | { readonly ok: false; readonly reason: string };

/**
 * Checks the text of a URL: http or https, no user and password, and no address that is not public. The addresses of a host name are
 * checked later, at each connection.
 */
export function checkUrl(text: string, allow: AllowList): CheckedUrl {
  // The URL parser drops line breaks and tabs, but other readers of the text may not.
  if (/[\u0000-\u0020\u007f]/.test(text) || !URL.canParse(text))
    return refuse('is not an absolute URL such as https://example.com/openapi.json');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('is neither http nor https');
  if (url.username !== '' || url.password !== '') return refuse('contains a user or password, which are never sent');
  if (!mayReach(hostOf(url), allow)) return refuse('leads to an address that is neither public nor in OUTBOUND_ALLOW');
  url.hash = '';
  return { ok: true, url };
}

function refuse(reason: string): CheckedUrl {
  return { ok: false, reason };
}

/** The host without IPv6 brackets. The URL parser has converted every spelling of IPv4 to dotted decimals. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Whether the host may be allowed. Host names that need a resolver pass here. */
function mayReach(host: string, allow: AllowList): boolean {
  if (allow.allowsHost(host)) return true;
  if (isIP(host) !== 0) return mayConnect(host, allow);
  // RFC 6761, section 6.3: these names mean this machine, even if a resolver says otherwise.
  const isLocal = /(^|\.)localhost$/.test(normaliseHost(host));
  return !isLocal || allow.allowsAddress('127.0.0.1') || allow.allowsAddress('::1');
}

/** Whether connections to an IP address are allowed. */
export function mayConnect(address: string, allow: AllowList): boolean {
  return allow.allowsAddress(address) || isPublicAddress(address);
}
