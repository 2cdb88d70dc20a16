import { type Database, findOrganisation, type SessionSubject, withinScope } from '@connectory/database';
import type { Logger, Settings } from '@connectory/runtime';
import { createVerifyJwt, toPrincipal, type VerifyJwt } from '../access/verify-token.ts';
import type { Principal } from '../access/principal.ts';
import type { Issuer } from './discover-issuer.ts';
import { SignInError } from './sign-in-error.ts';

export interface ExpectedToken {
  readonly issuer: Issuer;
  readonly clientId: string;
  readonly nonce: string;
}

type IdentifySubject = (idToken: string, expected: ExpectedToken) => Promise<SessionSubject>;

interface IdentifyDependencies {
  readonly database: Database;
  readonly settings: Settings;
  readonly logger: Logger;
}

/**
 * Finds the caller that an ID token names (OpenID Connect Core 1.0, section 3.1.3.7). Role and organisation are in the claims that tokens of
 * the API have, too.
 */
export function createIdentifySubject({ database, settings, logger }: IdentifyDependencies): IdentifySubject {
  let verifier: { readonly keysUrl: string; readonly verify: VerifyJwt } | undefined;
  return async (idToken, { issuer: { issuer, keysUrl }, clientId, nonce }) => {
    if (verifier?.keysUrl !== keysUrl)
      verifier = { keysUrl, verify: createVerifyJwt({ url: keysUrl, issuer, audience: clientId }, logger) };
    const payload = await verifier.verify(idToken);
    if (payload === undefined) throw new SignInError('refused', 'the ID token is not valid');
    if (payload['nonce'] !== nonce) throw new SignInError('refused', 'the ID token has another nonce');
    if (payload.sub === undefined || payload.sub === '')
      throw new SignInError('refused', 'the ID token has no subject');
    const isOfSeveral = Array.isArray(payload.aud) && payload.aud.length > 1;
    const authorised = payload['azp'];
    if (authorised === undefined ? isOfSeveral : authorised !== clientId)
      throw new SignInError('refused', 'the ID token is for another client');
    return requireAccess(database, toPrincipal(payload, settings));
  };
}

/** @throws SignInError */
async function requireAccess(database: Database, principal: Principal | undefined): Promise<SessionSubject> {
  if (principal === undefined) throw new SignInError('no_organisation', 'the ID token names no organisation');
  const { id, organisationId, role, actor } = principal;
  if (role === 'public') throw new SignInError('no_role', 'the ID token grants no role');
  const subject = { id, organisationId, role, actor };
  if (organisationId === null) return subject;
  const known = await withinScope(organisationId, () => findOrganisation(database, organisationId));
  if (known === undefined) throw new SignInError('no_organisation', `no organisation ${organisationId} exists`);
  return subject;
}
