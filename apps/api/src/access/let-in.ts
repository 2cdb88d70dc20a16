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
  // The token is looked up before anything is limited: invalid keys from the same address must not lock out a valid one.
  const principal = await identify(token);
  if (principal === undefined) {
    audit.recordFailedLogin(request, token);
    await limits.takeFailure(request);
    throw refuse();
  }
  keepPrincipal(response, principal, () => identify(token));
  await limits.takeRequest(request, response, principal);
  return principal;
}
