import { ChevronLeft, ChevronRight } from 'lucide-react';
import { counted } from '../format/numbers.ts';
import { Button } from './button.tsx';

interface PagerProps {
  readonly page: {
    /** Absent where items are not counted. */
    readonly totalCount?: number | undefined;
    readonly next?: string | undefined;
    readonly prev?: string | undefined;
  };
  readonly noun: string;
  /** Lists that are not ordered by time have other words. */
  readonly words?: readonly [string, string];
  readonly onMove: (cursor: { readonly after?: string; readonly before?: string }) => void;
}

/** The server counts long lists up to this number. */
const maxCounted = 10_000;

/** The number of all items, and the way to the pages beside this one. */
export function Pager({
  page: { totalCount, next, prev },
  noun,
  words: [before, after] = ['Newer', 'Older'],
  onMove,
}: PagerProps) {
  return (
    <nav aria-label="Pages" className="mt-4 flex flex-wrap items-center justify-between gap-3 text-sm text-quiet">
      <span className="tabular-nums">
        {totalCount === undefined ? '' : `${totalCount === maxCounted ? 'At least ' : ''}${counted(totalCount, noun)}`}
      </span>
      {(next !== undefined || prev !== undefined) && (
        <span className="flex gap-2">
          <Button disabled={prev === undefined} onClick={() => prev !== undefined && onMove({ before: prev })}>
            <ChevronLeft size={16} aria-hidden />
            {before}
          </Button>
          <Button disabled={next === undefined} onClick={() => next !== undefined && onMove({ after: next })}>
            {after}
            <ChevronRight size={16} aria-hidden />
          </Button>
        </span>
      )}
    </nav>
  );
}
