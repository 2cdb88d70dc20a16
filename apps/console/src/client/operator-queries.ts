import type { PathWith, QueryOf, ReimportResource, SelectionRequest } from '@connectory/client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { addressOf, operatorPath, pathOf } from './address.ts';
import { apiGet, apiPost } from './call-api.ts';
import { pageQuery } from './page-query.ts';

type ReimportOutcomes = FilterOf<'/api/operator/v1/reimports/{reimport_id}/items'>['outcome'];

type FilterOf<Path extends PathWith<'get'>> = QueryOf<Path, 'get'>;

export const reimportsQuery = (filter: FilterOf<'/api/operator/v1/reimports'>) =>
  pageQuery('reimports', operatorPath('/reimports'), filter);

/** The versions that a selector matches. The counts before stay while the next are read. */
export const selectionQuery = (selector: SelectionRequest['selector']) =>
  queryOptions({
    queryKey: ['selection', selector],
    queryFn: () => apiPost(operatorPath('/reimports/count'), { selector }),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** How often a run under way is read again. */
const followMs = 1_500;

export function isUnderWay({ status, counts }: ReimportResource): boolean {
  return status === 'running' || counts.running > 0;
}

export const reimportQuery = (id: string) =>
  queryOptions({
    queryKey: ['reimport', id],
    queryFn: ({ signal }) => apiGet(operatorPath('/reimports/{reimport_id}', { reimport_id: id }), { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? followMs : false),
  });

/** @param ended number of items that have ended: another number is another result. */
export const reimportCausesQuery = (id: string, ended: number) =>
  queryOptions({
    queryKey: ['reimport-causes', id, ended],
    queryFn: ({ signal }) => apiGet(operatorPath('/reimports/{reimport_id}/causes', { reimport_id: id }), { signal }),
    placeholderData: keepPreviousData,
    // A run has as many results as items.
    gcTime: 0,
  });

export const reimportItemsPath = (id: string) => operatorPath('/reimports/{reimport_id}/items', { reimport_id: id });

/** Items of the first page, which is waited for, and of the others. */
const itemPageSizes = { first: 100, next: 1_000 };

/** The items of a run, in pages that are loaded one after another. */
export const reimportItemsQuery = (id: string, outcome: ReimportOutcomes) =>
  infiniteQueryOptions({
    queryKey: ['reimport-items', id, outcome],
    queryFn: ({ signal, pageParam }) => {
      const first = pageParam === undefined ? itemPageSizes.first : itemPageSizes.next;
      return apiGet(reimportItemsPath(id), { signal, query: { first, after: pageParam, outcome } });
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    placeholderData: keepPreviousData,
  });

export const keysQuery = (filter: FilterOf<'/api/operator/v1/keys'>) =>
  pageQuery('keys', operatorPath('/keys'), filter);

export const auditQuery = (organisation: string, filter: FilterOf<'/api/connect/v1/o/{organisation_id}/audit'>) =>
  pageQuery('audit', pathOf(organisation, '/audit'), filter);

export const limitsQuery = queryOptions({
  queryKey: ['limits'],
  queryFn: ({ signal }) => apiGet(addressOf('/api/connect/v1/limits'), { signal }),
});

export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  queryFn: ({ signal }) => apiGet(addressOf('/readyz'), { signal }),
  refetchInterval: 5_000,
});

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => apiGet(operatorPath('/system'), { signal }),
  refetchInterval: 5_000,
});
