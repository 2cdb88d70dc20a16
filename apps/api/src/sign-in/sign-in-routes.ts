import { createHash, timingSafeEqual } from 'node:crypto';
import {
  createSecretBox,
  createSubjectSession,
  type Database,
  onBehalfOf,
  type SessionSubject,
} from '@connectory/database';
import { type Logger, readSecretKeys, type Settings } from '@connectory/runtime';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { AccessAudit } from '../access/access-audit.ts';
import type { AccessLimits } from '../access/access-limits.ts';
import { clientAddress } from '../access/client-address.ts';
import type { SessionCookie } from '../access/session-cookie.ts';
import { ApiError } from '../http/api-error.ts';
import { queryText } from '../http/paging.ts';
import { requestIdOf } from '../http/request-id.ts';
import { type Attempt, createAttemptCookie, newAttempt } from './attempt-cookie.ts';
import { createDiscoverIssuer, type Issuer } from './discover-issuer.ts';
import { exchangeCode } from './exchange-code.ts';
import { safePath } from './safe-path.ts';
import { signInPath } from './sign-in-path.ts';
import { SignInError } from './sign-in-error.ts';
import { createIdentifySubject } from './identify-subject.ts';

interface SignInDependencies {
  readonly database: Database;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly limits: AccessLimits;
  readonly audit: AccessAudit;
  readonly cookie: SessionCookie;
  readonly isHttps: boolean;
  readonly baseUrl: () => string;
}

/** Signs browsers in by an issuer: OpenID Connect, code flow with PKCE (RFC 7636). Without an issuer in the settings it has no routes. */
export function createSignIn(dependencies: SignInDependencies): RequestHandler {
  const { settings, limits } = dependencies;
  const router = Router();
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: id } = settings;
  if (issuer === undefined || id === undefined) return router;
  const attempts = createAttemptCookie(createSecretBox(readSecretKeys(settings)), signInPath, dependencies.isHttps);
  const client = { id, secret: settings.OIDC_CLIENT_SECRET };
  const discover = createDiscoverIssuer(issuer);
  const identify = createIdentifySubject(dependencies);
  router.use(async (request, response, next) => {
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    await limits.takeAnonymous(request, response);
    next();
  });
  router.get(
    '/',
    redirecting(dependencies, async (request, response) => {
      const attempt = newAttempt(safePath(queryText(request, 'next')));
      const address = authorizationUrl(await discover(), attempt, {
        id,
        settings,
        redirectUri: redirectUri(dependencies),
      });
      attempts.set(response, attempt);
      return address;
    }),
  );
  router.get(
    '/callback',
    redirecting(dependencies, async (request, response) => {
      const attempt = attempts.take(request, response);
      if (attempt === undefined) throw new SignInError('begin', 'the browser has begun no sign-in');
      const found = await discover();
      const code = readCode(request, attempt, found);
      const token = await exchangeCode(found, client, { ...attempt, code, redirectUri: redirectUri(dependencies) });
      const subject = await identify(token, { issuer: found, clientId: id, nonce: attempt.nonce });
      await beginSession(dependencies, request, response, subject);
      return `/console${attempt.next}`;
    }),
  );
  return router;
}

function redirectUri({ baseUrl }: Pick<SignInDependencies, 'baseUrl'>): string {
  return `${baseUrl()}${signInPath}/callback`;
}

interface AuthorizationRequest {
  readonly id: string;
  readonly settings: Pick<Settings, 'OIDC_SCOPE'>;
  readonly redirectUri: string;
}

/** OpenID Connect Core 1.0, section 3.1.2.1, with PKCE by S256. */
function authorizationUrl(issuer: Issuer, { state, nonce, verifier }: Attempt, asked: AuthorizationRequest): string {
  const url = new URL(issuer.authorizationEndpoint);
  const parameters = {
    response_type: 'code',
    client_id: asked.id,
    redirect_uri: asked.redirectUri,
    scope: asked.settings.OIDC_SCOPE,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** Checks who responded to which request before anything else is believed. @throws SignInError */
function readCode(request: Request, attempt: Attempt, { issuer, namesItself }: Issuer): string {
  if (!isEqual(queryText(request, 'state') ?? '', attempt.state))
    throw new SignInError('begin', 'the response has another state');
  // RFC 9207: the response of another issuer must not be taken for one of this issuer.
  const named = queryText(request, 'iss');
  if (named === undefined ? namesItself : named !== issuer)
    throw new SignInError('refused', `the response names the issuer ${named ?? 'nowhere'}`);
  const error = queryText(request, 'error');
  if (error !== undefined) throw new SignInError('denied', `the issuer responded ${error.slice(0, 100)}`);
  const code = queryText(request, 'code');
  if (code === undefined) throw new SignInError('refused', 'the response has no code');
  return code;
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}

async function beginSession(
  { database, cookie }: SignInDependencies,
  request: Request,
  response: Response,
  subject: SessionSubject,
): Promise<void> {
  const origin = { actor: subject.actor, requestId: requestIdOf(response), address: clientAddress(request.ip) };
  const { token, expiresAt } = await createSubjectSession(onBehalfOf(database, origin), subject);
  cookie.set(response, token, expiresAt);
}

/** Sends the browser to an address, or back to the page of the sign-in with what failed. */
function redirecting(
  { logger, audit, limits }: SignInDependencies,
  run: (request: Request, response: Response) => Promise<string>,
): RequestHandler {
  return async (request, response) => {
    try {
      response.redirect(303, await run(request, response));
    } catch (error) {
      const isAway = error instanceof ApiError && error.status === 503;
      if (!isAway && !(error instanceof SignInError)) throw error;
      logger.warn({ err: error, requestId: requestIdOf(response) }, 'a sign-in failed');
      if (error instanceof SignInError) {
        audit.recordFailedLogin(request, '.');
        await limits.takeFailure(request);
      }
      response.redirect(303, `/console/sign-in?failed=${error instanceof SignInError ? error.failure : 'unavailable'}`);
    }
  };
}
