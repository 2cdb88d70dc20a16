import { type SqlFragment, sqlFragment } from '../postgres/sql-fragment.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

/** Quotas that the database checks, for organisations without their own; 0 for no limit. */
export interface StoredQuotas {
  readonly waitingImports: number;
  readonly connectors: number;
  readonly storedBytes: number;
}

export type StoredQuotaName = keyof StoredQuotas;

/** Nothing was stored, because it would have exceeded a quota of the organisation. */
export class QuotaExceededError extends Error {
  override readonly name = 'QuotaExceededError';
  readonly quota: StoredQuotaName;
  constructor(quota: StoredQuotaName) {
    super(`the quota ${quota} is exceeded`);
    this.quota = quota;
  }
}

/** The amounts to store. */
export interface QuotaUse {
  readonly organisationId: string;
  /** Whether it is an import that waits. */
  readonly waits: boolean;
  /** Whether it is, or makes, a connector. */
  readonly creates: boolean;
  readonly bytes: number;
}

export const noStoredQuotas: StoredQuotas = { waitingImports: 0, connectors: 0, storedBytes: 0 };

/** An expression: the name of the quota that is exceeded, or null. It holds until the end of the transaction. */
export function findExceededQuota(use: QuotaUse, quotas: StoredQuotas): SqlFragment {
  const { waitingImports, connectors, storedBytes } = quotas;
  return sqlFragment`find_exceeded_quota(${use.organisationId}, ${waitingImports}::int, ${connectors}::int, ${storedBytes}::bigint,
      ${use.waits}::boolean, ${use.creates}::boolean, ${use.bytes}::bigint)`;
}

/** @throws QuotaExceededError */
export async function requireQuota(tx: SqlSession, use: QuotaUse, quotas: StoredQuotas): Promise<void> {
  const { waitingImports, connectors, storedBytes } = quotas;
  const [row] = await tx.$queryRaw<{ exceeded: StoredQuotaName | null }[]>`
    select find_exceeded_quota(${use.organisationId}, ${waitingImports}::int, ${connectors}::int, ${storedBytes}::bigint,
             ${use.waits}::boolean, ${use.creates}::boolean, ${use.bytes}::bigint) as exceeded`;
  const exceeded = row?.exceeded ?? null;
  if (exceeded !== null) throw new QuotaExceededError(exceeded);
}
