import type { OperationRole } from '@connectory/contract';
import type { Response } from 'express';

/** Who is calling: an API key, or the bearer of a token of the trusted issuer. */
export interface Principal {
  readonly kind: 'key' | 'token';
  /** The id of the key, or a name made of the token's issuer and subject: limits and logs tell callers apart by it. */
  readonly id: string;
  /** Null for an operator, who acts in every organisation. */
  readonly organisationId: string | null;
  /** `public` for a token that grants no role. */
  readonly role: OperationRole;
}

const roleRanks: { readonly [Role in OperationRole]: number } = { public: 0, read: 1, import: 2, operator: 3 };

/** Whether a caller of one role may do what takes another: each role includes those below it. */
export function includesRole(held: OperationRole, required: OperationRole): boolean {
  return roleRanks[held] >= roleRanks[required];
}

/** The caller of a request that was let in; undefined for a public operation. */
export function principalOf(response: Response): Principal | undefined {
  const principal: Principal | undefined = response.locals['principal'];
  return principal;
}

/** @param again finds out anew who the caller is: undefined once its key is revoked, or its time is over. */
export function keepPrincipal(
  response: Response,
  principal: Principal,
  again: () => Promise<Principal | undefined>,
): void {
  response.locals['principal'] = principal;
  response.locals['identifyAgain'] = again;
}

/** For answers that go on for long. @throws when nobody can say it now */
export async function isStillLetIn(response: Response): Promise<boolean> {
  const again: (() => Promise<Principal | undefined>) | undefined = response.locals['identifyAgain'];
  return again === undefined || (await again()) !== undefined;
}
