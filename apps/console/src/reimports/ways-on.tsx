import type { ReimportResource } from '@connectory/client';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { useRunChange } from './use-run-change.ts';

/** The two ways on after a run has stopped by itself. */
export function WaysOn({ run }: { readonly run: ReimportResource }) {
  const { mutate, isPending, error } = useRunChange(run.id);
  const { failed, pending } = run.counts;
  return (
    <div className="mt-5 grid gap-4 border-t border-line pt-4 sm:grid-cols-2 sm:gap-8">
      <div>
        <p className="mb-2 text-quiet">Correct the causes below, then import the failed versions again.</p>
        <Button look="primary" disabled={isPending || failed === 0} onClick={() => mutate({ verb: 'retry-failed' })}>
          Retry {failed} failed
        </Button>
      </div>
      <div>
        <p className="mb-2 text-quiet">
          {pending === 0
            ? 'Or accept these failures.'
            : `Or accept these failures, and go on with the ${pending} that wait.`}
        </p>
        <Button disabled={isPending} onClick={() => mutate({ verb: 'resume' })}>
          Resume
        </Button>
      </div>
      {error !== null && (
        <div className="sm:col-span-2">
          <FaultPanel error={error} />
        </div>
      )}
    </div>
  );
}
