import type { Request, Response } from 'express';

/**
 * Sends a body under a strong validator, or 304 when the client names it in If-None-Match (RFC 9110, section 13.1.2). Express's own
 * check gives way to `Cache-Control: no-cache`, which clients such as Node's fetch add to every conditional request.
 */
export function sendUnlessKnown(request: Request, response: Response, etag: string, body: string | Buffer): void {
  if (!answeredAsKnown(request, response, etag)) response.send(body);
}

/** Sets the validator, and answers 304 when the client has what it stands for. For bodies that cost something to make. */
export function answeredAsKnown(request: Request, response: Response, etag: string): boolean {
  response.set('ETag', etag);
  if (!namesEtag(request.get('If-None-Match') ?? '', etag)) return false;
  response.status(304).end();
  return true;
}

function namesEtag(header: string, etag: string): boolean {
  const names = header.split(',').map((name) => name.trim().replace(/^W\//, ''));
  return names.includes(etag) || names.includes('*');
}
