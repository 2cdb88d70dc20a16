import { isIP } from 'node:net';
import { type AllowList, normaliseHost } from './allow-list.ts';
import { isPublicAddress } from './public-address.ts';

export type CheckedUrl =
  | { readonly ok: true; readonly url: URL }
  /** `reason` ends a sentence that begins with the URL's name: "is …". It quotes nothing. */
  | { readonly ok: false; readonly reason: string };

/**
 * Whether a URL may be asked for, as far as its text tells: http or https, without user and password, and no address in it that is not
 * public. What its name resolves to is looked at when it is connected to.
 */
export function checkUrl(text: string, allow: AllowList): CheckedUrl {
  // The URL parser drops line breaks and tabs: whoever else reads the text may not.
  if (/[\u0000-\u0020\u007f]/.test(text) || !URL.canParse(text))
    return refuse('is not an absolute URL, as https://example.com/openapi.json');
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return refuse('is neither http nor https');
  if (url.username !== '' || url.password !== '') return refuse('holds a user or password; these are not sent');
  if (!mayReach(hostOf(url), allow))
    return refuse('leads to an address that is not public, and not in SCHEMA_URL_ALLOW');
  url.hash = '';
  return { ok: true, url };
}

function refuse(reason: string): CheckedUrl {
  return { ok: false, reason };
}

/** The host without the brackets of IPv6. The URL parser has read every spelling of IPv4 into dotted decimals. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** False for what needs no resolver to be told. */
function mayReach(host: string, allow: AllowList): boolean {
  if (allow.allowsHost(host)) return true;
  if (isIP(host) !== 0) return mayConnect(host, allow);
  // RFC 6761, section 6.3: these names are this machine's, whatever a resolver says.
  const isLocal = /(^|\.)localhost$/.test(normaliseHost(host));
  return !isLocal || allow.allowsAddress('127.0.0.1') || allow.allowsAddress('::1');
}

/** Whether a connection to an IP address may be made. */
export function mayConnect(address: string, allow: AllowList): boolean {
  return allow.allowsAddress(address) || isPublicAddress(address);
}
