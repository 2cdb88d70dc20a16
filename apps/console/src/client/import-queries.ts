import type { DocumentExcerpt, ImportedEdits, MessageGroups, MessagePlacePage, VersionDiff } from '@connectory/client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { callApi, withQuery } from './call-api.ts';
import type { ImportSource } from './import-source.ts';

export const messageGroupsQuery = (source: ImportSource, id: string) =>
  queryOptions({
    queryKey: ['message-groups', source.key, id],
    queryFn: ({ signal }) =>
      callApi<MessageGroups>(source.pathOf(id, 'message-groups'), { signal, headers: source.headers }),
    staleTime: 60_000,
  });

export const importEditsQuery = (source: ImportSource, id: string) =>
  queryOptions({
    queryKey: ['import-edits', source.key, id],
    queryFn: ({ signal }) => callApi<ImportedEdits>(source.pathOf(id, 'edits'), { signal, headers: source.headers }),
    staleTime: 60_000,
  });

export const messagePlacesQuery = (source: ImportSource, id: string, code: string) =>
  infiniteQueryOptions({
    queryKey: ['message-places', source.key, id, code],
    queryFn: ({ signal, pageParam }) =>
      callApi<MessagePlacePage>(
        withQuery(source.pathOf(id, 'messages'), {
          code,
          // The first page is small, because it is seen at once.
          first: pageParam === undefined ? 20 : 100,
          after: pageParam,
        }),
        {
          signal,
          headers: source.headers,
        },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next,
    staleTime: 60_000,
  });

export const excerptQuery = (source: ImportSource, id: string, pointer: string) =>
  queryOptions({
    queryKey: ['excerpt', source.key, id, pointer],
    queryFn: ({ signal }) =>
      callApi<DocumentExcerpt>(withQuery(source.pathOf(id, 'document', 'excerpt'), { pointer }), {
        signal,
        headers: source.headers,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const importDiffQuery = (source: ImportSource, id: string) =>
  queryOptions({
    queryKey: ['import-diff', source.key, id],
    queryFn: ({ signal }) => callApi<VersionDiff>(source.pathOf(id, 'diff'), { signal, headers: source.headers }),
    staleTime: Number.POSITIVE_INFINITY,
  });
