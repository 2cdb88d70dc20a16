import type { DocumentExcerpt } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { excerptQuery } from '../client/import-queries.ts';
import { useExcerptSource } from '../client/excerpt-source.ts';
import { formatCount } from '../format/numbers.ts';
import { splitAtPlace } from './split-at-place.ts';

/** Lines of the document around a place, with the place marked. Lines that are too long to read are indented anew. */
export function Excerpt({ importId, pointer }: { readonly importId: string; readonly pointer: string }) {
  const { data, error } = useQuery(excerptQuery(useExcerptSource(importId), pointer));
  const [isAsWritten, showAsWritten] = useState(false);
  if (error !== null) return <p className="mt-2 text-sm text-quiet">{error.message}</p>;
  if (data === undefined) return <div className="skeleton mt-2 h-24" role="status" aria-label="Loading the excerpt" />;
  return (
    <figure className="card mt-2 overflow-hidden" aria-label={`Document at ${pointer}`}>
      {data.outline !== undefined && (
        <figcaption className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-1.5 text-sm text-quiet">
          <span className="tabular-nums">
            Line {formatCount(data.start.line)}, column {formatCount(data.start.column)}
            {!isAsWritten && ', indented anew'}
          </span>
          <button type="button" className="link min-h-6" onClick={() => showAsWritten(!isAsWritten)}>
            {isAsWritten ? 'Indent anew' : 'Show as written'}
          </button>
        </figcaption>
      )}
      {/* Long lines scroll here, not the page; the keyboard reaches it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls */}
      <div
        tabIndex={0}
        role="group"
        aria-label="Lines of the document"
        className="overflow-x-auto py-2 font-mono text-xs"
      >
        {data.outline === undefined || isAsWritten
          ? data.lines.map((line) => <ExcerptLine key={line.number} line={line} excerpt={data} />)
          : data.outline.map((line, index) => <OutlineLine key={index} line={line} />)}
      </div>
    </figure>
  );
}

function OutlineLine({ line: { text, isPlace } }: OutlineLineProps) {
  const indent = text.length - text.trimStart().length;
  return (
    <div className={`w-max min-w-full px-4 whitespace-pre ${isPlace ? 'bg-warn-soft' : ''}`}>
      {text.slice(0, indent)}
      {isPlace ? (
        <mark className="bg-transparent text-ink">{text.slice(indent)}</mark>
      ) : (
        <span className={text.startsWith('…', indent) ? 'text-quiet' : ''}>{text.slice(indent)}</span>
      )}
    </div>
  );
}

interface OutlineLineProps {
  readonly line: NonNullable<DocumentExcerpt['outline']>[number];
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
