import { hash as digest } from 'node:crypto';
import type { Request } from 'express';

/**
 * The ETag of an action, trigger or definition.
 * @param hash of its stored body. @param base URL of its version's schemas, which becomes part of the served body.
 */
export function entityEtag(hash: string, base: string): string {
  return `"${digest('sha256', `${hash} ${base}`, 'hex').slice(0, 32)}"`;
}

/** Whether a change may be made to an entity with this ETag (RFC 9110, section 13.1.1: weak ETags never match). */
export function fitsIfMatch(request: Request, etag: string): boolean {
  const header = request.get('If-Match');
  if (header === undefined) return true;
  const names = header.split(',').map((name) => name.trim());
  return names.includes('*') || names.includes(etag);
}
