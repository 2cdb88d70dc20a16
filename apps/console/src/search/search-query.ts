import type { QueryOf } from '@connectory/client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { pathOf } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';

type Asked = QueryOf<'/api/connect/v1/o/{organisation_id}/search', 'get'>;

/** What words find in an organisation. */
export const searchQuery = (organisation: string, query: Asked) =>
  queryOptions({
    queryKey: ['search', organisation, query],
    queryFn: ({ signal }) => apiGet(pathOf(organisation, '/search'), { signal, query }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
