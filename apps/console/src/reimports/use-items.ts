import type { ReimportItem, ReimportResource } from '@connectory/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { isUnderWay, reimportItemsQuery } from '../client/operator-queries.ts';
import type { OutcomeName } from './outcome.tsx';

/** How often the items of a run under way are read again, for each page of them. */
const followMs = 3_000;
const maxFollowMs = 30_000;

/** Rows that are loaded before one reaches them. */
const ahead = 30;

/** The items of a run, as far as one has scrolled. They are read again while it is under way, and once when it no longer is. */
export function useItems(run: ReimportResource, outcome: readonly OutcomeName[] | undefined) {
  const underWay = isUnderWay(run);
  const query = useInfiniteQuery({
    ...reimportItemsQuery(run.id, outcome),
    refetchInterval: ({ state: { data } }) => underWay && Math.min(followMs * (data?.pages.length ?? 1), maxFollowMs),
  });
  const { data, error, refetch, hasNextPage, isFetchingNextPage, isPlaceholderData, fetchNextPage } = query;
  const wasUnderWay = useRef(underWay);
  useEffect(() => {
    if (wasUnderWay.current && !underWay) void refetch();
    wasUnderWay.current = underWay;
  }, [underWay, refetch]);
  const items = useMemo(() => data?.pages.flatMap((page): readonly ReimportItem[] => page.items), [data]);
  const [reached, setReached] = useState(0);
  const loaded = items?.length ?? 0;
  const isBehind = hasNextPage && !isFetchingNextPage && error === null && !isPlaceholderData;
  useEffect(() => {
    if (isBehind && reached + ahead >= loaded) void fetchNextPage();
  }, [isBehind, reached, loaded, fetchNextPage]);
  const counted = (outcome ?? []).reduce((sum, name) => sum + run.counts[name], 0);
  const known = outcome === undefined ? run.total : counted;
  return {
    items,
    error,
    refetch,
    /** Number of items with these outcomes, loaded or not. The counts of the run may be newer than its items. */
    count: hasNextPage && !isPlaceholderData ? Math.max(known, loaded + 1) : loaded,
    reach: useCallback((index: number) => setReached(index), []),
  };
}
