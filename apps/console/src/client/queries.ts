import type { QueryOf } from '@connectory/client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { addressOf, connectorPath, operatorPath, pathOf, versionPath } from './address.ts';
import { apiGet } from './call-api.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => apiGet(addressOf('/api/connect/v1/session'), { signal }),
  staleTime: 60_000,
});

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: ({ signal }) => apiGet(operatorPath('/organisations'), { signal, query: { first: 1_000 } }),
});

const pageSize = 25;

export interface PageCursor {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

type ImportListFilter = QueryOf<'/api/connect/v1/o/{organisation_id}/imports', 'get'>;

export const importsQuery = (organisation: string, filter: ImportListFilter) =>
  queryOptions({
    queryKey: ['imports', organisation, filter],
    queryFn: ({ signal }) =>
      apiGet(pathOf(organisation, '/imports'), { signal, query: { first: pageSize, ...filter } }),
    placeholderData: keepPreviousData,
    // Imports under way change without an action in this browser.
    refetchInterval: ({ state }) =>
      state.data?.imports.some(({ status }) => status === 'queued' || status === 'running') === true ? 2_000 : 15_000,
  });

export const importQuery = (organisation: string, id: string) =>
  queryOptions({
    queryKey: ['import', organisation, id],
    queryFn: ({ signal }) => apiGet(pathOf(organisation, '/imports/{import_id}', { import_id: id }), { signal }),
  });

type ConnectorListFilter = QueryOf<'/api/connect/v1/o/{organisation_id}/connectors', 'get'>;

export const connectorsQuery = (organisation: string, filter: ConnectorListFilter) =>
  queryOptions({
    queryKey: ['connectors', organisation, filter],
    queryFn: ({ signal }) =>
      apiGet(pathOf(organisation, '/connectors'), { signal, query: { first: pageSize, ...filter } }),
    placeholderData: keepPreviousData,
  });

export const connectorQuery = (organisation: string, id: string) =>
  queryOptions({
    queryKey: ['connector', organisation, id],
    queryFn: ({ signal }) => apiGet(connectorPath({ organisation, connectorId: id }, ''), { signal }),
    staleTime: 30_000,
  });

export const versionQuery = (organisation: string, connector: string, version: string) =>
  queryOptions({
    queryKey: ['version', organisation, connector, version],
    queryFn: ({ signal }) => apiGet(versionPath({ organisation, connectorId: connector, version }, ''), { signal }),
    staleTime: 30_000,
  });

/** All actions of a version, in pages that are as large as the API allows. */
export const actionsQuery = (organisation: string, connector: string, version: string) =>
  infiniteQueryOptions({
    queryKey: ['actions', organisation, connector, version],
    queryFn: ({ signal, pageParam }) =>
      apiGet(versionPath({ organisation, connectorId: connector, version }, '/actions'), {
        signal,
        query: { first: 1_000, after: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    staleTime: 30_000,
  });

interface ComparedVersions {
  readonly connectorId: string;
  readonly version: string;
  /** Name of the earlier version. */
  readonly from: string;
}

export const versionDiffQuery = (organisation: string, { connectorId, version, from }: ComparedVersions) =>
  queryOptions({
    queryKey: ['version-diff', organisation, connectorId, version, from],
    queryFn: ({ signal }) =>
      apiGet(versionPath({ organisation, connectorId, version }, '/diff'), { signal, query: { from } }),
    staleTime: 30_000,
  });

export const sharesQuery = (organisation: string, importId: string) =>
  queryOptions({
    queryKey: ['shares', organisation, importId],
    queryFn: ({ signal }) =>
      apiGet(pathOf(organisation, '/imports/{import_id}/shares', { import_id: importId }), { signal }),
  });
