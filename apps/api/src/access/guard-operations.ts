import { type ApiOperation, apiOperations, coversScope, scopeOf } from '@connectory/contract';
import {
  type Database,
  everyOrganisation,
  findOrganisation,
  isId,
  isSignInLink,
  withinScope,
} from '@connectory/database';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { ApiError } from '../http/api-error.ts';
import { keepMatchedOperation, matchedOperation } from '../http/matched-operation.ts';
import { refuseUnknown } from '../http/refuse-unknown.ts';
import { refuseUnknownQuery } from '../http/refuse-unknown-query.ts';
import { bearerChallenge, type IdentifyBearer, invalidToken, missingToken, readBearer } from './identify-bearer.ts';
import { type Callers, letIn } from './let-in.ts';
import { includesRole, type Principal, principalOf } from './principal.ts';
import { requireOwnSite } from './refuse-other-sites.ts';
import { enterRowScope, keepRowScope } from './row-scope.ts';
import type { SessionCookie } from './session-cookie.ts';

interface GuardDependencies extends Callers {
  readonly database: Database;
  readonly identifySession: IdentifyBearer;
  readonly identifyLink: IdentifyBearer;
  readonly cookie: SessionCookie;
  readonly baseUrl: () => string;
}

/** Checks of orchestrators and load balancers, which must respond however often they are made. */
const probes: ReadonlySet<string> = new Set(['GetHealth', 'GetReadiness']);

/**
 * The single authorisation middleware. It passes a request that matches the table of operations, if its caller has the role of the
 * operation in the organisation of the path. A route that is not in the table is not reachable.
 */
export function guardOperations(dependencies: GuardDependencies): RequestHandler {
  const refuse = refuseUnknown();
  const router = Router();
  // The same router implementation as the routes, so that both match a path to the same operation.
  for (const operation of apiOperations)
    router[operation.method](toExpressPath(operation.path), enforce(operation, dependencies));
  return (request, response, next) => {
    const proceed = (error?: unknown): void => {
      if (error !== undefined && error !== null) next(error);
      else if (matchedOperation(response) === undefined) refuse(request, response, next);
      else next();
    };
    router(request, response, proceed);
  };
}

function toExpressPath(path: string): string {
  return path.replaceAll(/\{([^{}]+)\}/g, ':$1');
}

/** By the header `Authorization`, or else by the cookie of a session. @throws ApiError 401, 403 or 429 */
async function authenticate(
  { operationId }: ApiOperation,
  dependencies: GuardDependencies,
  request: Request,
  response: Response,
): Promise<Principal> {
  const authorization = request.get('Authorization');
  const token = readBearer(authorization);
  const attempt = { request, response, refuse: invalidToken };
  if (token !== undefined) {
    const isLink = operationId === 'CreateSession' && isSignInLink(token);
    return letIn(dependencies, { ...attempt, token, ...(isLink ? { identify: dependencies.identifyLink } : {}) });
  }
  const session = authorization === undefined ? dependencies.cookie.read(request) : undefined;
  if (session === undefined) {
    await dependencies.limits.takeAnonymous(request, response);
    throw missingToken();
  }
  requireOwnSite(request, dependencies.baseUrl());
  return letIn(dependencies, { ...attempt, token: session, identify: dependencies.identifySession });
}

function enforce(operation: ApiOperation, dependencies: GuardDependencies): RequestHandler {
  return async (request, response, next) => {
    keepMatchedOperation(response, operation);
    if (operation.role === 'public') {
      if (!probes.has(operation.operationId)) await dependencies.limits.takeAnonymous(request, response);
    } else {
      // Data of an organisation. Routes whose responses have a validator replace it by `private, no-cache`.
      response.set('Cache-Control', 'no-store');
      const principal = principalOf(response) ?? (await authenticate(operation, dependencies, request, response));
      await authorise(operation, dependencies, principal, request, response);
      refuseUnknownQuery(operation, request);
      keepRowScope(response, organisationOf(request) ?? principal.organisationId ?? everyOrganisation);
    }
    enterRowScope(request, response, next);
  };
}

/** @throws ApiError, which an audit event records */
async function authorise(
  operation: ApiOperation,
  { database, audit }: GuardDependencies,
  principal: Principal,
  request: Request,
  response: Response,
): Promise<void> {
  const { operationId } = operation;
  try {
    await requireOrganisation(database, request, principal);
    requireRole(operation, principal);
    requireScope(operation, principal);
  } catch (error) {
    if (error instanceof ApiError) audit.recordRefusal(request, response, { operation: operationId, code: error.code });
    throw error;
  }
  const organisationId = request.params['organisation_id'];
  if (principal.organisationId === null && organisationId !== undefined && operation.method === 'get')
    audit.recordOperatorRead(request, response, { operation: operationId, organisationId: String(organisationId) });
}

/**
 * Another organisation is reported as missing, like one that does not exist. This check precedes that of the role, so that its response
 * does not reveal whether the organisation exists. A token may name an organisation that does not exist; a key cannot.
 */
async function requireOrganisation(database: Database, request: Request, principal: Principal): Promise<void> {
  const organisationId = organisationOf(request);
  if (organisationId === undefined) return;
  const isAllowed = principal.organisationId === null || principal.organisationId === organisationId;
  const isKnown = principal.kind === 'key' && principal.organisationId === organisationId;
  if (!isAllowed || !(isKnown || (await hasOrganisation(database, organisationId))))
    throw new ApiError('organisation_not_found', `No organisation ${organisationId} is accessible with this key.`);
}

/** The organisation of the path. */
function organisationOf(request: Request): string | undefined {
  const named = request.params['organisation_id'];
  return named === undefined ? undefined : String(named);
}

async function hasOrganisation(database: Database, id: string): Promise<boolean> {
  return isId(id) && (await withinScope(id, () => findOrganisation(database, id))) !== undefined;
}

function requireRole({ role, summary }: ApiOperation, principal: Principal): void {
  if (includesRole(principal.role, role)) return;
  const held = principal.role === 'public' ? 'no role' : `the role "${principal.role}"`;
  throw new ApiError('forbidden', `The key has ${held}; "${summary}" needs "${role}".`, {
    headers: { 'WWW-Authenticate': bearerChallenge('error="insufficient_scope"', `scope="${role}"`) },
  });
}

function requireScope(operation: ApiOperation, { scopes }: Principal): void {
  const scope = scopeOf(operation);
  if (scope === undefined || coversScope(scopes, scope)) return;
  throw new ApiError('forbidden', `The key has not the scope "${scope}", which "${operation.summary}" needs.`, {
    headers: { 'WWW-Authenticate': bearerChallenge('error="insufficient_scope"', `scope="${scope}"`) },
  });
}
