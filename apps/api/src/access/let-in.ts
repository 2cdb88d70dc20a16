import type { Request, Response } from 'express';
import type { ApiError } from '../http/api-error.ts';
import type { AccessAudit } from './access-audit.ts';
import type { AccessLimits } from './access-limits.ts';
import type { IdentifyBearer } from './identify-bearer.ts';
import { keepPrincipal, type Principal } from './principal.ts';

/** How callers are identified and counted. */
export interface Callers {
  readonly identify: IdentifyBearer;
  readonly limits: AccessLimits;
  readonly audit: AccessAudit;
}

export interface Attempt {
  readonly request: Request;
  readonly response: Response;
  readonly token: string;
  /** Default: as a key or token. */
  readonly identify?: IdentifyBearer;
  /** Creates the error for an invalid token. */
  readonly refuse: () => ApiError;
}

/** Authenticates and counts the caller, and stores it for later handlers. @throws the error of `refuse`, or ApiError 429 */
export async function letIn({ limits, audit, ...callers }: Callers, attempt: Attempt): Promise<Principal> {
  const { request, response, token, refuse, identify = callers.identify } = attempt;
  limits.beginToken(response, token);
  // No failures of the address are counted before the lookup: invalid keys must not lock out a valid one.
  const lookUp = async (): Promise<Principal | undefined> => {
    const found = await identify(token);
    if (found !== undefined) return found;
    audit.recordFailedLogin(request, token);
    await limits.takeFailure(request);
    return undefined;
  };
  // Tokens of an issuer cost no query.
  const principal = token.includes('.') ? await lookUp() : await limits.inTurn(request, lookUp);
  if (principal === undefined) throw refuse();
  limits.beginCaller(response, principal);
  keepPrincipal(response, principal, () => identify(token));
  await limits.takeRequest(request, response, principal);
  return principal;
}
