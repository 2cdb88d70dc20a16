import type { QueryOf } from '@connectory/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { apiGet } from './call-api.ts';
import type { ExcerptSource } from './excerpt-source.ts';
import type { ImportSource } from './import-source.ts';

type GroupsFilter = QueryOf<'/api/connect/v1/o/{organisation_id}/imports/{import_id}/message-groups', 'get'>;

export const messageGroupsQuery = (source: ImportSource, id: string, filter: GroupsFilter = {}) =>
  queryOptions({
    queryKey: ['message-groups', source.key, id, filter],
    queryFn: ({ signal }) =>
      apiGet(source.pathsOf(id)['message-groups'], { signal, headers: source.headers, query: filter }),
    staleTime: 60_000,
  });

export const importEditsQuery = (source: ImportSource, id: string) =>
  queryOptions({
    queryKey: ['import-edits', source.key, id],
    queryFn: ({ signal }) => apiGet(source.pathsOf(id).edits, { signal, headers: source.headers }),
    staleTime: 60_000,
  });

export const messagePlacesQuery = (source: ImportSource, id: string, code: string) =>
  infiniteQueryOptions({
    queryKey: ['message-places', source.key, id, code],
    queryFn: ({ signal, pageParam }) =>
      apiGet(source.pathsOf(id).messages, {
        signal,
        headers: source.headers,
        // The first page is small, because it is seen at once.
        query: { code, first: pageParam === undefined ? 20 : 100, after: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    staleTime: 60_000,
  });

export const excerptQuery = ({ key, address, headers }: ExcerptSource, pointer: string) =>
  queryOptions({
    queryKey: ['excerpt', key, pointer],
    queryFn: ({ signal }) => apiGet(address, { signal, headers, query: { pointer } }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const importDiffQuery = (source: ImportSource, id: string) =>
  queryOptions({
    queryKey: ['import-diff', source.key, id],
    queryFn: ({ signal }) => apiGet(source.pathsOf(id).diff, { signal, headers: source.headers }),
    staleTime: Number.POSITIVE_INFINITY,
  });
