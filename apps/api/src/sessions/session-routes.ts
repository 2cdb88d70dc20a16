import type { ApiKeyScope, SessionResource, SignInLink, SignInWays } from '@connectory/contract';
import {
  createSession,
  createSignInLink,
  type Database,
  endSession,
  endSessionsOfKey,
  endSubjectSession,
  findOrganisation,
  findSessionEnd,
} from '@connectory/database';
import type { Settings } from '@connectory/runtime';
import type { Express, Request, RequestHandler, Response } from 'express';
import { asCaller } from '../access/as-caller.ts';
import { type Principal, principalOf } from '../access/principal.ts';
import type { SessionCookie } from '../access/session-cookie.ts';
import { ApiError } from '../http/api-error.ts';
import { signInPath } from '../sign-in/sign-in-path.ts';

const path = '/api/connect/v1/session';

interface SessionRouteDependencies {
  readonly database: Database;
  readonly settings: Settings;
  readonly cookie: SessionCookie;
  readonly baseUrl: () => string;
}

/** The ways to sign in beside a key. */
function presentWays({ OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId }: Settings): SignInWays {
  return issuer === undefined || clientId === undefined ? {} : { oidc: { issuer, path: signInPath } };
}

/** Adds the routes that sign browsers in and out. */
export function addSessionRoutes(app: Express, dependencies: SessionRouteDependencies): void {
  app.get(`${path}/ways`, (_request, response) => void response.json(presentWays(dependencies.settings)));
  app.post(path, signIn(dependencies));
  app.get(path, async (_request, response) => {
    response.json(await presentSession(dependencies.database, callerOf(response)));
  });
  app.delete(path, signOut(dependencies));
  app.post(`${path}/link`, createLink(dependencies));
}

function signIn({ database, cookie }: SessionRouteDependencies): RequestHandler {
  return async (request, response) => {
    const principal = requireKey(response);
    const { token, expiresAt } = await createSession(asCaller(database, request, response), principal);
    cookie.set(response, token, expiresAt);
    response.status(201).json(await presentSession(database, principal, expiresAt));
  };
}

function signOut({ database, cookie }: SessionRouteDependencies): RequestHandler {
  return async (request, response) => {
    const principal = callerOf(response);
    const changing = asCaller(database, request, response);
    if (principal.session !== undefined && principal.kind === 'token')
      await endSubjectSession(changing, principal, principal.session);
    else if (principal.session !== undefined) await endSession(changing, principal, principal.session);
    else if (principal.kind === 'key') await endSessionsOfKey(changing, principal);
    cookie.clear(response);
    response.status(204).end();
  };
}

function createLink({ database, baseUrl }: SessionRouteDependencies): RequestHandler {
  return async (request: Request, response: Response) => {
    const { token, expiresAt } = await createSignInLink(asCaller(database, request, response), requireKey(response));
    // Browsers do not send the fragment, so the token is in no log.
    const url = `${baseUrl()}/console/sign-in#link=${token}`;
    response.status(201).json({ url, expiresAt: expiresAt.toISOString() } satisfies SignInLink);
  };
}

function callerOf(response: Response): Principal {
  const principal = principalOf(response);
  if (principal === undefined) throw new Error('a session without a caller');
  return principal;
}

/** A session cannot create others, so that it cannot outlive its end. @throws ApiError 403 */
function requireKey(response: Response): Principal {
  const principal = callerOf(response);
  if (principal.kind === 'key' && principal.session === undefined) return principal;
  const held = principal.session === undefined ? 'a token' : 'a session';
  throw new ApiError('forbidden', `Signing in needs an API key, not ${held}.`);
}

async function presentSession(database: Database, principal: Principal, end?: Date): Promise<SessionResource> {
  const { organisationId, role, scopes, actor, session } = principal;
  const expiresAt = end ?? (session === undefined ? undefined : await findSessionEnd(database, session));
  return {
    role,
    ...(scopes === undefined ? {} : { scopes: parseScopes(scopes) }),
    caller: { id: actor.id, ...(actor.name === undefined ? {} : { name: actor.name }) },
    ...(organisationId === null ? {} : { organisation: await presentOrganisation(database, organisationId) }),
    ...(expiresAt === undefined ? {} : { expiresAt: expiresAt.toISOString() }),
  };
}

async function presentOrganisation(database: Database, id: string): Promise<{ id: string; name?: string }> {
  const organisation = await findOrganisation(database, id);
  return { id, ...(organisation === undefined ? {} : { name: organisation.name }) };
}

/** Only this service writes scopes of keys. */
function parseScopes(scopes: readonly string[]): ApiKeyScope[] {
  return [...scopes] as ApiKeyScope[];
}
