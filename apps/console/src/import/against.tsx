import type { ImportResource } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import { formatCount } from '../format/numbers.ts';
import { ChangeClass } from '../parts/change-class.tsx';

/** The changes against the version that the import replaced, or that a dry run compares with. */
export function Against({ each, isLinked = true }: { readonly each: ImportResource; readonly isLinked?: boolean }) {
  const diff = each.summary?.diff;
  if (diff === undefined) return null;
  const rows = [
    ['breaking', diff.breaking],
    ['non-breaking', diff.nonBreaking],
    ['annotation', diff.annotation],
  ] as const;
  return (
    <section aria-labelledby="against" className="card p-4 sm:p-5">
      <h2 id="against" className="mb-3 font-semibold">
        {each.dryRun === true ? 'Would change' : 'Changed'} against {diff.against}
      </h2>
      <div className="flex flex-wrap items-center gap-x-8 gap-y-3">
        {rows.map(([name, count]) => (
          <span key={name} className="inline-flex items-center gap-2">
            <span className={count === 0 ? 'text-quiet' : 'text-xl font-semibold tabular-nums'}>
              {formatCount(count)}
            </span>
            <ChangeClass name={name} />
          </span>
        ))}
        {isLinked && (
          <Link to="/imports/$importId/diff" params={{ importId: each.id }} className="link ml-auto">
            {diff.breaking > 0 ? 'See what breaks' : 'See the changes'}
          </Link>
        )}
      </div>
    </section>
  );
}
