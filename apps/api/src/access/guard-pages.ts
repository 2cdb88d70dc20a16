import { coversScope } from '@connectory/contract';
import type { Request, RequestHandler, Response } from 'express';
import { ApiError } from '../http/api-error.ts';
import type { IdentifyBearer } from './identify-bearer.ts';
import { type Callers, letIn } from './let-in.ts';
import { includesRole, type Principal } from './principal.ts';
import { requireOwnSite } from './refuse-other-sites.ts';
import type { SessionCookie } from './session-cookie.ts';

interface PageGuard extends Callers {
  readonly identifySession: IdentifyBearer;
  readonly cookie: SessionCookie;
  readonly baseUrl: () => string;
}

/**
 * Lets operators with a session of the console open browser pages. A browser without one signs in first. Browsers send the cookie
 * automatically, so changes must come from a page of this origin.
 */
export function guardPages({ identifySession, cookie, baseUrl, ...callers }: PageGuard): RequestHandler {
  return async (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    const token = cookie.read(request);
    if (token === undefined) {
      await callers.limits.takeAnonymous(request, response);
      sendToSignIn(request, response);
      return;
    }
    requireOwnSite(request, baseUrl());
    const refuse = (): ApiError => new ApiError('unauthenticated', 'The session has ended. Sign in to the console.');
    const principal = await letIn(callers, { request, response, token, refuse, identify: identifySession });
    const refusal = findRefusal(principal);
    if (refusal !== undefined) {
      callers.audit.recordRefusal(request, response, { operation: 'QueueDashboard', code: refusal.code });
      throw refusal;
    }
    next();
  };
}

/** @throws ApiError for requests that open no page */
function sendToSignIn(request: Request, response: Response): void {
  const opensPage = request.method === 'GET' && request.accepts(['json', 'html']) === 'html';
  if (!opensPage)
    throw new ApiError('unauthenticated', 'The queue dashboard requires a session of the console.', {
      details: 'Sign in to the console with an operator key.',
    });
  response.redirect(302, '/console/sign-in?next=%2Fsystem');
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
