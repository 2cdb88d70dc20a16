import type { OperationRole } from '@connectory/contract';
import type { Actor } from '@connectory/lifecycle';
import type { Response } from 'express';

/** An authenticated caller: an API key, or the subject of a token of the trusted issuer. */
export interface Principal {
  readonly kind: 'key' | 'token';
  /** Id of the key, or a hash of the issuer and subject of the token. Limits and logs use it. */
  readonly id: string;
  /** As audit events name it. */
  readonly actor: Actor;
  /** Null for an operator, because operators act in every organisation. */
  readonly organisationId: string | null;
  /** `public` for a token that grants no role. */
  readonly role: OperationRole;
  /** Undefined for a caller that may do everything its role allows. */
  readonly scopes?: readonly string[] | undefined;
  /** Token of the session, if a cookie has authenticated the key. */
  readonly session?: string;
}

const roleRanks: { readonly [Role in OperationRole]: number } = { public: 0, read: 1, import: 2, operator: 3 };

/** Whether a role includes the required one. Each role includes those below it. */
export function includesRole(held: OperationRole, required: OperationRole): boolean {
  return roleRanks[held] >= roleRanks[required];
}

/** The caller of an authenticated request; undefined for a public operation. */
export function principalOf(response: Response): Principal | undefined {
  const principal: Principal | undefined = response.locals['principal'];
  return principal;
}

/** @param again authenticates the caller again: undefined once its key is revoked or expired. */
export function keepPrincipal(
  response: Response,
  principal: Principal,
  again: () => Promise<Principal | undefined>,
): void {
  response.locals['principal'] = principal;
  response.locals['identifyAgain'] = again;
}

/** Whether the key of a long-running response is still valid. @throws when it cannot be checked */
export async function isStillAuthenticated(response: Response): Promise<boolean> {
  const again: (() => Promise<Principal | undefined>) | undefined = response.locals['identifyAgain'];
  return again === undefined || (await again()) !== undefined;
}
