import type {
  ApiKeyPage,
  AuditPage,
  Limits,
  Readiness,
  ReimportCauses,
  ReimportItemPage,
  ReimportPage,
  ReimportResource,
  SelectionCounts,
  SelectionRequest,
  SystemState,
} from '@connectory/client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callApi, pathOf, postJson, type Query, withQuery } from './call-api.ts';

export const operatorPath = '/api/operator/v1';

const pageSize = 25;

/** A page of a list that keeps the page before while it loads. */
const pageQuery = <Page>(key: string, path: string, filter: Query) =>
  queryOptions({
    queryKey: [key, path, filter],
    queryFn: ({ signal }) => callApi<Page>(withQuery(path, { first: pageSize, ...filter }), { signal }),
    placeholderData: keepPreviousData,
  });

export const reimportsQuery = (filter: Query) =>
  pageQuery<ReimportPage>('reimports', `${operatorPath}/reimports`, filter);

export const reimportPath = (id: string): string => `${operatorPath}/reimports/${encodeURIComponent(id)}`;

/** The versions that a selector matches. The counts before stay while the next are read. */
export const selectionQuery = (selector: SelectionRequest['selector']) =>
  queryOptions({
    queryKey: ['selection', selector],
    queryFn: () => postJson<SelectionCounts>(`${operatorPath}/reimports/count`, { selector }),
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
    queryFn: ({ signal }) => callApi<ReimportResource>(reimportPath(id), { signal }),
    refetchInterval: ({ state }) => (state.data !== undefined && isUnderWay(state.data) ? followMs : false),
  });

/** @param troubled number of failed and skipped items: another number is another result. */
export const reimportCausesQuery = (id: string, troubled: number) =>
  queryOptions({
    queryKey: ['reimport-causes', id, troubled],
    queryFn: ({ signal }) => callApi<ReimportCauses>(`${reimportPath(id)}/causes`, { signal }),
    placeholderData: keepPreviousData,
  });

export const reimportItemsQuery = (id: string, filter: Query) =>
  pageQuery<ReimportItemPage>('reimport-items', `${reimportPath(id)}/items`, filter);

export const keysQuery = (filter: Query) => pageQuery<ApiKeyPage>('keys', `${operatorPath}/keys`, filter);

export const auditQuery = (organisation: string, filter: Query) =>
  pageQuery<AuditPage>('audit', pathOf(organisation, 'audit'), filter);

export const limitsQuery = queryOptions({
  queryKey: ['limits'],
  queryFn: ({ signal }) => callApi<Limits>('/api/connect/v1/limits', { signal }),
});

export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  queryFn: ({ signal }) => callApi<Readiness>('/readyz', { signal }),
  refetchInterval: 5_000,
});

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: ({ signal }) => callApi<SystemState>(`${operatorPath}/system`, { signal }),
  refetchInterval: 5_000,
});
