import { type ApiOperation, apiOperations } from '@connectory/contract';
import { type Database, findOrganisation, isId } from '@connectory/database';
import { type Request, type RequestHandler, type Response, Router } from 'express';
import { ApiError } from '../http/api-error.ts';
import { keepMatchedOperation, matchedOperation } from '../http/matched-operation.ts';
import { refuseUnknown } from '../http/refuse-unknown.ts';
import { bearerChallenge, invalidToken, readBearer } from './identify-bearer.ts';
import { type Callers, letIn } from './let-in.ts';
import { includesRole, type Principal, principalOf } from './principal.ts';

interface GuardDependencies extends Callers {
  readonly database: Database;
}

/**
 * The one door to everything behind it: lets a request pass when the table of operations has it, and its caller holds the role that the
 * table asks for, in the organisation that the path names. A route that is not in the table cannot be reached.
 */
export function guardOperations(dependencies: GuardDependencies): RequestHandler {
  const refuse = refuseUnknown();
  const router = Router();
  // The same router as behind the door, so that both take a path for the same operation.
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
  return path.replaceAll(/\{([^}]+)\}/g, ':$1');
}

async function letInBearer(callers: Callers, request: Request, response: Response): Promise<Principal> {
  return letIn(callers, { request, response, token: readBearer(request.get('Authorization')), refuse: invalidToken });
}

function enforce(operation: ApiOperation, dependencies: GuardDependencies): RequestHandler {
  return async (request, response, next) => {
    keepMatchedOperation(response, operation);
    if (operation.role !== 'public') {
      const principal = principalOf(response) ?? (await letInBearer(dependencies, request, response));
      await requireOrganisation(dependencies.database, request, principal);
      requireRole(operation, principal);
    }
    next();
  };
}

/**
 * Another's organisation gets the answer of one that does not exist. That comes before the role: whoever may not look into an
 * organisation learns nothing by what it may not do there.
 */
async function requireOrganisation(database: Database, request: Request, principal: Principal): Promise<void> {
  const named = request.params['organisation_id'];
  if (named === undefined) return;
  const organisationId = String(named);
  const isOpen =
    principal.organisationId === null
      ? isId(organisationId) && (await findOrganisation(database, organisationId)) !== undefined
      : principal.organisationId === organisationId;
  if (!isOpen) throw new ApiError('organisation_not_found', `There is no organisation ${organisationId} for this key.`);
}

function requireRole({ role, summary }: ApiOperation, principal: Principal): void {
  if (includesRole(principal.role, role)) return;
  const held = principal.role === 'public' ? 'no role' : `the role "${principal.role}"`;
  throw new ApiError('forbidden', `The key has ${held}; "${summary}" needs "${role}".`, {
    headers: { 'WWW-Authenticate': bearerChallenge('error="insufficient_scope"', `scope="${role}"`) },
  });
}
