import { coversScope } from '@connectory/contract';
import type { RequestHandler } from 'express';
import { ApiError } from '../http/api-error.ts';
import { type Callers, letIn } from './let-in.ts';
import { includesRole, type Principal } from './principal.ts';
import { refuseOtherSites } from './refuse-other-sites.ts';

const challenge = { 'WWW-Authenticate': 'Basic realm="connectory", charset="UTF-8"' };

/**
 * Authenticates operators on browser pages, because browsers do not send bearer tokens. They use HTTP Basic (RFC 7617) with an
 * operator key as password and any user name. There is no session, so a revoked key is rejected with the next request. Browsers send
 * the password automatically, so state-changing requests must come from a page of this origin.
 */
export function guardPages(callers: Callers, baseUrl: () => string): RequestHandler {
  return async (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    refuseOtherSites(request, baseUrl());
    const token = readToken(request.get('Authorization'));
    if (token === undefined)
      throw new ApiError('unauthenticated', 'The queue dashboard requires an operator key.', {
        headers: challenge,
        details: 'Enter any user name, and an operator API key as password.',
      });
    const refuse = (): ApiError =>
      new ApiError('unauthenticated', 'The key is unknown, expired or revoked.', { headers: challenge });
    const principal = await letIn(callers, { request, response, token, refuse });
    const refusal = findRefusal(principal);
    if (refusal !== undefined) {
      callers.audit.recordRefusal(request, response, { operation: 'QueueDashboard', code: refusal.code });
      throw refusal;
    }
    next();
  };
}

function findRefusal({ role, scopes }: Principal): ApiError | undefined {
  if (!includesRole(role, 'operator'))
    return new ApiError('forbidden', 'The queue dashboard requires the role "operator".');
  if (coversScope(scopes, 'queues:write')) return undefined;
  return new ApiError(
    'forbidden',
    'The queue dashboard requires a key with the scope "queues:write", or without scopes.',
  );
}

/** The password of a Basic header, or the token of a Bearer header. */
function readToken(authorization: string | undefined): string | undefined {
  const [, scheme = '', credentials = ''] = /^(Basic|Bearer) +(\S+) *$/i.exec(authorization ?? '') ?? [];
  if (scheme.toLowerCase() === 'bearer') return credentials;
  const [, password] = /^[^:]*:(.*)$/s.exec(Buffer.from(credentials, 'base64').toString()) ?? [];
  return password === '' ? undefined : password;
}
