import type { ReimportResource } from '@connectory/client';
import { countEnded } from './describe-run.ts';
import { outcomeFill, outcomes } from './outcome.tsx';

/** The items of a run by outcome, as a bar. */
export function RunBar({ run }: { readonly run: ReimportResource }) {
  return (
    <div
      role="progressbar"
      aria-label="Versions done"
      aria-valuemin={0}
      aria-valuemax={run.total}
      aria-valuenow={countEnded(run)}
      className="flex h-2.5 gap-px overflow-hidden rounded-full bg-sunken inset-ring inset-ring-line"
    >
      {outcomes
        .filter((name) => run.counts[name] > 0)
        .map((name) => (
          <div key={name} className={outcomeFill(name)} style={{ flexGrow: run.counts[name], flexBasis: 0 }} />
        ))}
    </div>
  );
}
