import type { MessagePlace } from '@connectory/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useContext, useEffect, useRef, useState } from 'react';
import { messagePlacesQuery } from '../client/import-queries.ts';
import { useImportSource } from '../client/import-source.ts';
import { formatCount } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Excerpt } from './excerpt.tsx';
import { MadeOfPlace } from './made-of-place.tsx';
import { PlaceLinkContext } from './place-link.ts';

interface PlacesProps {
  readonly importId: string;
  readonly code: string;
  /** Number of the place that a link opens, from 1. By default the first is open. */
  readonly opened: number | undefined;
  readonly onOpen: (place: number) => void;
}

/** The places of a message. One shows its excerpt of the document; others on demand. */
export function Places({ importId, code, opened, onOpen }: PlacesProps) {
  const query = useInfiniteQuery(messagePlacesQuery(useImportSource(), importId, code));
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const places = data?.pages.flatMap((page) => page.places) ?? [];
  const total = data?.pages[0]?.totalCount ?? 0;
  const [linked] = useState(opened);
  const isMissing = linked !== undefined && linked > places.length;
  useEffect(() => {
    if (isMissing && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isMissing, hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <>
      {data === undefined && error === null && <p role="status">Loading places…</p>}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      <ol className="flex flex-col gap-3">
        {places.map((place, index) => (
          <PlaceItem
            key={`${index} ${place.location?.pointer ?? ''}`}
            importId={importId}
            place={place}
            startsOpen={index === (linked ?? 1) - 1}
            isLinked={index + 1 === linked}
            onOpen={() => onOpen(index + 1)}
          />
        ))}
      </ol>
      {hasNextPage && (
        <Button className="mt-3" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {isFetchingNextPage ? 'Loading…' : `Show more of ${formatCount(total)} places`}
        </Button>
      )}
    </>
  );
}

interface PlaceItemProps {
  readonly importId: string;
  readonly place: MessagePlace;
  readonly startsOpen: boolean;
  /** Whether the address of the page leads here. */
  readonly isLinked: boolean;
  readonly onOpen: () => void;
}

export function pointerOf({ location }: Pick<MessagePlace, 'location'>): string | undefined {
  if (location === undefined) return undefined;
  return `${location.file === undefined ? '' : `${location.file}#`}${location.pointer}`;
}

export function PlaceItem({ importId, place, startsOpen, isLinked, onOpen }: PlaceItemProps) {
  const [isOpen, setOpen] = useState(startsOpen);
  const item = useRef<HTMLLIElement>(null);
  const linkOf = useContext(PlaceLinkContext);
  useEffect(() => {
    if (isLinked) item.current?.scrollIntoView({ block: 'center' });
    // Only once: the address follows what is opened later.
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- at the start
  }, []);
  const pointer = pointerOf(place);
  const toggle = (): void => {
    setOpen(!isOpen);
    if (!isOpen) onOpen();
  };
  return (
    <li ref={item}>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="min-w-0 font-mono text-sm wrap-anywhere">
          {place.detail ?? pointer ?? 'The whole document'}
        </span>
        {pointer !== undefined && (
          <button type="button" aria-expanded={isOpen} onClick={toggle} className="link min-h-6 text-sm">
            {isOpen ? 'Hide the document' : 'Show in the document'}
          </button>
        )}
        {pointer !== undefined && linkOf?.(pointer)}
      </p>
      {isOpen && pointer !== undefined && (
        <>
          <Excerpt importId={importId} pointer={pointer} />
          <MadeOfPlace pointer={pointer} />
        </>
      )}
    </li>
  );
}
