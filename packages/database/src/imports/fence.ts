import type { Claim } from '@connectory/lifecycle';
import { type SqlFragment, sqlFragment } from '../postgres/sql-fragment.ts';
import type { FragmentSession } from '../postgres/sql-session.ts';

/**
 * The fence, a condition on a row of `imports`: the attempt still holds its claim. Every write of an attempt has it, so that an attempt
 * that lost its claim writes nothing.
 */
export function holdsClaim(claim: Claim): SqlFragment {
  return sqlFragment`imports.id = ${claim.importId} and imports.claim_token = ${claim.token}::uuid and imports.status = 'running'`;
}

/**
 * Locks the import's row for the rest of the transaction. The sweeper skips it, and a cancellation waits for the end of the transaction.
 * @returns false when the claim is lost.
 */
export async function lockClaim(tx: FragmentSession, claim: Claim): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`select id from imports where ${holdsClaim(claim)} for update`;
  return rows.length === 1;
}
