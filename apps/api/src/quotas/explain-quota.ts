import { QuotaExceededError } from '@connectory/database';
import type { Quotas } from './quotas.ts';

/** A handler of rejections: turns an exceeded quota into its error for the caller, and throws any other error again. */
export function explainQuota(quotas: Pick<Quotas, 'explain'>, organisationId: string) {
  return async (error: unknown): Promise<never> => {
    throw error instanceof QuotaExceededError ? await quotas.explain(organisationId, error.quota) : error;
  };
}
