import type {
  ActionPage,
  ConnectorPage,
  ConnectorResource,
  ImportPage,
  ImportResource,
  OrganisationPage,
  SessionResource,
  Shares,
  VersionDiff,
  VersionResource,
} from '@connectory/client';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callApi, pathOf, sessionPath, withQuery } from './call-api.ts';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => callApi<SessionResource>(sessionPath, { signal }),
  staleTime: 60_000,
});

export const organisationsQuery = queryOptions({
  queryKey: ['organisations'],
  queryFn: ({ signal }) => callApi<OrganisationPage>('/api/operator/v1/organisations?first=1000', { signal }),
});

const pageSize = 25;

export interface PageCursor {
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

export interface ImportListFilter extends PageCursor {
  readonly status?: readonly string[] | undefined;
  readonly connectorId?: string | undefined;
  /** Any of these states of the notification. */
  readonly notification?: readonly string[] | undefined;
}

export const importsQuery = (organisation: string, filter: ImportListFilter) =>
  queryOptions({
    queryKey: ['imports', organisation, filter],
    queryFn: ({ signal }) =>
      callApi<ImportPage>(withQuery(pathOf(organisation, 'imports'), { first: pageSize, ...filter }), { signal }),
    placeholderData: keepPreviousData,
    // Imports under way change without an action in this browser.
    refetchInterval: ({ state }) =>
      state.data?.imports.some(({ status }) => status === 'queued' || status === 'running') === true ? 2_000 : 15_000,
  });

export const importQuery = (organisation: string, id: string) =>
  queryOptions({
    queryKey: ['import', organisation, id],
    queryFn: ({ signal }) => callApi<ImportResource>(pathOf(organisation, 'imports', id), { signal }),
  });

export interface ConnectorListFilter extends PageCursor {
  readonly name?: string | undefined;
}

export const connectorsQuery = (organisation: string, filter: ConnectorListFilter) =>
  queryOptions({
    queryKey: ['connectors', organisation, filter],
    queryFn: ({ signal }) =>
      callApi<ConnectorPage>(withQuery(pathOf(organisation, 'connectors'), { first: pageSize, ...filter }), { signal }),
    placeholderData: keepPreviousData,
  });

export const connectorQuery = (organisation: string, id: string) =>
  queryOptions({
    queryKey: ['connector', organisation, id],
    queryFn: ({ signal }) => callApi<ConnectorResource>(pathOf(organisation, 'connectors', id), { signal }),
    staleTime: 30_000,
  });

export const versionQuery = (organisation: string, connector: string, version: string) =>
  queryOptions({
    queryKey: ['version', organisation, connector, version],
    queryFn: ({ signal }) =>
      callApi<VersionResource>(pathOf(organisation, 'connectors', connector, 'versions', version), { signal }),
    staleTime: 30_000,
  });

/** All actions of a version, in pages that are as large as the API allows. */
export const actionsQuery = (organisation: string, connector: string, version: string) =>
  infiniteQueryOptions({
    queryKey: ['actions', organisation, connector, version],
    queryFn: ({ signal, pageParam }) =>
      callApi<ActionPage>(
        withQuery(pathOf(organisation, 'connectors', connector, 'versions', version, 'actions'), {
          first: 1_000,
          after: pageParam,
        }),
        { signal },
      ),
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
    queryFn: ({ signal }) => {
      const path = pathOf(organisation, 'connectors', connectorId, 'versions', version, 'diff');
      return callApi<VersionDiff>(withQuery(path, { from }), { signal });
    },
    staleTime: 30_000,
  });

export const sharesQuery = (organisation: string, importId: string) =>
  queryOptions({
    queryKey: ['shares', organisation, importId],
    queryFn: ({ signal }) => callApi<Shares>(pathOf(organisation, 'imports', importId, 'shares'), { signal }),
  });
