import type { ReimportResource } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import { Button, buttonClass } from '../parts/button.tsx';
import { FaultLine } from '../parts/fault-line.tsx';
import { type RunChange, useRunChange } from './use-run-change.ts';

/** The changes that the state of a run allows. The ways on after a stop are beside its reason. */
export function RunActions({ run }: { readonly run: ReimportResource }) {
  const { mutate, isPending, error } = useRunChange(run.id);
  const { status, counts, dryRun } = run;
  const verbs: readonly (readonly [RunChange['verb'], string, boolean])[] = [
    ['pause', 'Pause', status === 'running'],
    ['resume', 'Resume', status === 'paused'],
    [
      'retry-failed',
      `Retry ${counts.failed} failed`,
      counts.failed > 0 && status !== 'cancelled' && status !== 'stopped',
    ],
    ['cancel', 'Cancel', status === 'running' || status === 'paused' || status === 'stopped'],
  ];
  return (
    <>
      {verbs
        .filter(([, , isPossible]) => isPossible)
        .map(([verb, word]) => (
          <Button key={verb} disabled={isPending} onClick={() => mutate({ verb })}>
            {word}
          </Button>
        ))}
      {dryRun && status === 'finished' && (
        <Link to="/reimports/new" search={{ like: run.id }} className={buttonClass('primary')}>
          Run it for real
        </Link>
      )}
      <FaultLine error={error} />
    </>
  );
}
