import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { formatCount } from '../format/numbers.ts';

interface DocumentLinesProps {
  readonly lines: readonly string[];
  /** Indexes of the first and the last line of the marked place. */
  readonly place: readonly [number, number] | undefined;
}

const rowHeight = 20;

/** Characters of a line that are shown. */
const maxShown = 2_000;

/** A document of any length: only the lines in sight are in the page. It scrolls to the marked place. */
export function DocumentLines({ lines, place }: DocumentLinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const [start = -1, end = -1] = place ?? [];
  useEffect(() => {
    if (start !== -1) rows.scrollToIndex(start, { align: 'center' });
  }, [start, rows]);
  return (
    <div
      ref={box}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls
      tabIndex={0}
      role="group"
      aria-label={`Document, ${formatCount(lines.length)} lines`}
      className="card h-[calc(100dvh-20rem)] min-h-96 overflow-auto font-mono text-xs"
    >
      <div className="relative w-max min-w-full" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start: top }) => (
          <DocumentLine
            key={index}
            number={index + 1}
            text={lines[index] ?? ''}
            isPlace={index >= start && index <= end}
            top={top}
          />
        ))}
      </div>
    </div>
  );
}

interface DocumentLineProps {
  readonly number: number;
  readonly text: string;
  readonly isPlace: boolean;
  readonly top: number;
}

function DocumentLine({ number, text, isPlace, top }: DocumentLineProps) {
  const left = text.length - maxShown;
  const shown = left > 0 ? text.slice(0, maxShown) : text;
  return (
    <div
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      className={`absolute top-0 left-0 flex w-max min-w-full leading-5 ${isPlace ? 'bg-warn-soft' : ''}`}
    >
      <span
        className={`sticky left-0 w-14 shrink-0 sm:w-18 border-r border-line pr-2 text-right sm:pr-3 select-none ${isPlace ? 'bg-warn-soft font-medium text-warn' : 'bg-surface text-quiet'}`}
      >
        {number}
      </span>
      <span className="px-3 whitespace-pre">
        {isPlace ? <mark className="bg-transparent text-ink">{shown}</mark> : shown}
        {left > 0 && <span className="text-quiet"> … {formatCount(left)} more characters</span>}
      </span>
    </div>
  );
}
