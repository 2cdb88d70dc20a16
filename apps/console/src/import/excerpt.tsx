import type { DocumentExcerpt } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { excerptQuery } from '../client/import-queries.ts';
import { useImportSource } from '../client/import-source.ts';
import { splitAtPlace } from './split-at-place.ts';

/** Lines of the document around a place, with the place marked. */
export function Excerpt({ importId, pointer }: { readonly importId: string; readonly pointer: string }) {
  const { data, error } = useQuery(excerptQuery(useImportSource(), importId, pointer));
  if (error !== null) return <p className="mt-2 text-sm text-quiet">{error.message}</p>;
  if (data === undefined) return <div className="skeleton mt-2 h-24" role="status" aria-label="Loading the excerpt" />;
  return (
    <figure className="card mt-2 overflow-hidden" aria-label={`Document at ${pointer}`}>
      {/* Long lines scroll here, not the page; the keyboard reaches it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls */}
      <div
        tabIndex={0}
        role="group"
        aria-label="Lines of the document"
        className="overflow-x-auto py-2 font-mono text-xs"
      >
        {data.lines.map((line) => (
          <ExcerptLine key={line.number} line={line} excerpt={data} />
        ))}
      </div>
    </figure>
  );
}

interface ExcerptLineProps {
  readonly line: DocumentExcerpt['lines'][number];
  readonly excerpt: DocumentExcerpt;
}

function ExcerptLine({ line, excerpt }: ExcerptLineProps) {
  const { before, marked, after } = splitAtPlace(line, excerpt);
  const isMarked = marked !== '';
  return (
    <div className={`flex w-max min-w-full ${isMarked ? 'bg-warn-soft' : ''}`}>
      <span
        className={`w-14 shrink-0 pr-3 text-right select-none ${isMarked ? 'font-medium text-warn' : 'text-quiet'}`}
      >
        {line.number}
      </span>
      <span className="pr-4 whitespace-pre">
        {line.firstColumn > 1 && <span className="text-quiet">… </span>}
        {before}
        {isMarked && (
          <mark className="rounded-sm bg-transparent text-ink underline decoration-warn decoration-2 underline-offset-4">
            {marked}
          </mark>
        )}
        {after}
        {line.isCut && <span className="text-quiet"> …</span>}
      </span>
    </div>
  );
}
