import type { ImportResource } from '@connectory/client';
import { Ban, CircleCheck, LoaderCircle, OctagonX, TriangleAlert } from 'lucide-react';
import { CopyButton } from '../parts/copy-button.tsx';
import { nextStepOf, verdictOf } from './verdict-of.ts';

const looks = {
  good: { icon: CircleCheck, colour: 'text-ok', edge: 'border-l-ok' },
  mixed: { icon: TriangleAlert, colour: 'text-warn', edge: 'border-l-warn' },
  bad: { icon: OctagonX, colour: 'text-bad', edge: 'border-l-bad' },
  open: { icon: LoaderCircle, colour: 'text-accent', edge: 'border-l-accent' },
  none: { icon: Ban, colour: 'text-quiet', edge: 'border-l-edge' },
} as const;

/** The outcome of the import, in one sentence. It is announced when it changes. */
export function Verdict({ each }: { readonly each: ImportResource }) {
  const { look, sentence } = verdictOf(each);
  const { icon: Icon, colour, edge } = looks[look];
  return (
    <section aria-label="Verdict" className={`card border-l-4 p-4 sm:p-5 ${edge}`}>
      <p aria-live="polite" className="flex items-start gap-3 text-lg font-medium">
        <Icon size={22} aria-hidden className={`mt-0.5 shrink-0 ${colour} ${look === 'open' ? 'animate-spin' : ''}`} />
        <span className="wrap-anywhere" data-verdict={each.status}>
          {sentence}
        </span>
      </p>
      {each.error !== undefined && <Failure each={each} error={each.error} />}
    </section>
  );
}

function Failure({
  each,
  error,
}: {
  readonly each: ImportResource;
  readonly error: NonNullable<ImportResource['error']>;
}) {
  return (
    <div className="mt-2 flex flex-col gap-1 pl-8.5 text-quiet">
      {error.details !== undefined && (
        <pre
          className="my-1 overflow-x-auto rounded-md border border-line bg-sunken px-3 py-2 font-mono text-sm text-ink"
          tabIndex={0}
        >
          {error.details}
        </pre>
      )}
      <p>
        <code className="font-mono text-sm">{error.code}</code>
        {` · ${nextStepOf(error)}`}
        {error.cause === 'service' && (
          <>
            {' '}
            <CopyButton text={each.id} label="Copy import id" />
          </>
        )}
      </p>
    </div>
  );
}
