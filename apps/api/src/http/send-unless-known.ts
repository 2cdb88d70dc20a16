import type { Request, Response } from 'express';

/**
 * Sends a body with a strong ETag, or 304 if If-None-Match names it (RFC 9110, section 13.1.2). Express's own check is disabled by
 * `Cache-Control: no-cache`, which clients such as Node's fetch add to every conditional request.
 */
export function sendUnlessKnown(request: Request, response: Response, etag: string, body: string | Buffer): void {
  if (!sentNotModified(request, response, etag)) response.send(body);
}

/** Sets the ETag, and sends 304 if the client has that version. For bodies that are expensive to create. */
export function sentNotModified(request: Request, response: Response, etag: string): boolean {
  response.set('ETag', etag);
  if (!namesEtag(request.get('If-None-Match') ?? '', etag)) return false;
  response.removeHeader('Content-Length');
  response.status(304).end();
  return true;
}

/** Whether the response may have no body: the ETag is then found before anything is read. */
export function mayBeKnown(request: Request): boolean {
  return request.method === 'HEAD' || request.get('If-None-Match') !== undefined;
}

function namesEtag(header: string, etag: string): boolean {
  const names = header.split(',').map((name) => name.trim().replace(/^W\//, ''));
  return names.includes(etag) || names.includes('*');
}
