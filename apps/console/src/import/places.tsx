import type { MessagePlace } from '@connectory/client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messagePlacesQuery } from '../client/import-queries.ts';
import { useImportSource } from '../client/import-source.ts';
import { formatCount } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Excerpt } from './excerpt.tsx';

/** The places of a message. The first shows its excerpt of the document; others on demand. */
export function Places({ importId, code }: { readonly importId: string; readonly code: string }) {
  const query = useInfiniteQuery(messagePlacesQuery(useImportSource(), importId, code));
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const places = data?.pages.flatMap((page) => page.places) ?? [];
  const total = data?.pages[0]?.totalCount ?? 0;
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
            startsOpen={index === 0}
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
}

function PlaceItem({ importId, place: { detail, location }, startsOpen }: PlaceItemProps) {
  const [isOpen, setOpen] = useState(startsOpen);
  const pointer =
    location === undefined ? undefined : `${location.file === undefined ? '' : `${location.file}#`}${location.pointer}`;
  return (
    <li>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="min-w-0 font-mono text-sm wrap-anywhere">{detail ?? pointer ?? 'The whole document'}</span>
        {pointer !== undefined && (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
            className="link min-h-6 text-sm"
          >
            {isOpen ? 'Hide the document' : 'Show in the document'}
          </button>
        )}
      </p>
      {isOpen && pointer !== undefined && <Excerpt importId={importId} pointer={pointer} />}
    </li>
  );
}
