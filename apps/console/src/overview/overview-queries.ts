import type { Limits } from '@connectory/client';
import { queryOptions } from '@tanstack/react-query';
import { addressOf, operatorPath } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';
import { connectorsQuery, importsQuery } from '../client/queries.ts';

/** Items of each list. */
const shown = 5;

export const newestImports = (organisation: string) => importsQuery(organisation, { first: 1 });

export const newestConnectors = (organisation: string) => connectorsQuery(organisation, { first: shown });

export const importsUnderWay = (organisation: string) =>
  importsQuery(organisation, { first: shown, status: ['running', 'queued'] });

export const failedImports = (organisation: string) => importsQuery(organisation, { first: shown, status: ['failed'] });

/** The quotas of an organisation; null for none. Operators ask for those of the organisation that they have chosen. */
export const quotasQuery = (organisation: string, isOperator: boolean) =>
  queryOptions({
    queryKey: ['quotas', organisation, isOperator],
    queryFn: async ({ signal }): Promise<Limits['quotas'] | null> => {
      const ofChosen = operatorPath('/organisations/{organisation_id}/quotas', { organisation_id: organisation });
      if (isOperator) return apiGet(ofChosen, { signal });
      return (await apiGet(addressOf('/api/connect/v1/limits'), { signal })).quotas ?? null;
    },
    refetchInterval: 30_000,
  });
