import type { Request, RequestHandler } from 'express';
import { ApiError } from '../http/api-error.ts';
import { type Callers, letIn } from './let-in.ts';
import { includesRole } from './principal.ts';

const challenge = { 'WWW-Authenticate': 'Basic realm="connectory", charset="UTF-8"' };

/**
 * Lets operators in to pages for browsers, which cannot send bearer tokens by themselves: the browser asks for user and password
 * (RFC 7617), of which the password is an operator's key and the user is nothing. So a revoked key is refused with the next request, and no
 * session outlives it. Since browsers send such a password by themselves, whatever acts must come from a page of this origin.
 */
export function guardPages(callers: Callers, baseUrl: () => string): RequestHandler {
  return async (request, response, next) => {
    refuseOtherSites(request, baseUrl());
    const token = readToken(request.get('Authorization'));
    if (token === undefined)
      throw new ApiError('unauthenticated', 'The queues are for operators.', {
        headers: challenge,
        details: "Any user name, with an operator's API key as password.",
      });
    const refuse = (): ApiError =>
      new ApiError('unauthenticated', 'The key is unknown, expired or revoked.', { headers: challenge });
    const principal = await letIn(callers, { request, response, token, refuse });
    if (!includesRole(principal.role, 'operator')) throw new ApiError('forbidden', 'The queues are for operators.');
    next();
  };
}

/** The password of Basic, or the token of Bearer. */
function readToken(authorization: string | undefined): string | undefined {
  const [, scheme = '', credentials = ''] = /^(Basic|Bearer) +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? [];
  return password === '' ? undefined : password;
}

/**
 * Against requests that another site makes a browser send. Browsers tell with every request that acts whence it comes: by
 * `Sec-Fetch-Site` over a safe connection, by `Origin` over any. What tells neither is no browser, and sends no password unasked.
 */
function refuseOtherSites(request: Request, baseUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const [site, origin] = [request.get('Sec-Fetch-Site'), request.get('Origin')];
  const isOurs =
    (site === undefined || site === 'same-origin') &&
    (origin === undefined || origin === new URL(baseUrl).origin || hostOf(origin) === request.get('Host'));
  if (!isOurs) throw new ApiError('forbidden', 'The request comes from another site.');
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
