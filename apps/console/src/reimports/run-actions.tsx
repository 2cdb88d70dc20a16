import type { ReimportResource } from '@connectory/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { operatorPath } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { reimportQuery } from '../client/operator-queries.ts';
import { Button, buttonClass } from '../parts/button.tsx';

type Verb = 'pause' | 'resume' | 'cancel' | 'retry-failed';

/** The changes that the state of a run allows. */
export function RunActions({ run }: { readonly run: ReimportResource }) {
  const client = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (verb: Verb) => apiPost(operatorPath(`/reimports/{reimport_id}/${verb}`, { reimport_id: run.id })),
    onSuccess: (next) => {
      client.setQueryData(reimportQuery(run.id).queryKey, next);
      void client.invalidateQueries({ queryKey: ['reimport-items'] });
      void client.invalidateQueries({ queryKey: ['reimport-causes'] });
    },
  });
  const { status, counts, dryRun } = run;
  const verbs: readonly (readonly [Verb, string, boolean])[] = [
    ['pause', 'Pause', status === 'running'],
    ['resume', 'Resume', status === 'paused' || status === 'stopped'],
    ['retry-failed', `Retry ${counts.failed} failed`, counts.failed > 0 && status !== 'cancelled'],
    ['cancel', 'Cancel', status === 'running' || status === 'paused' || status === 'stopped'],
  ];
  return (
    <>
      {verbs
        .filter(([, , isPossible]) => isPossible)
        .map(([verb, word]) => (
          <Button key={verb} disabled={isPending} onClick={() => mutate(verb)}>
            {word}
          </Button>
        ))}
      {dryRun && status === 'finished' && (
        <Link to="/reimports/new" search={{ like: run.id }} className={buttonClass('primary')}>
          Run it for real
        </Link>
      )}
      {error !== null && (
        <p role="alert" className="w-full text-sm text-bad">
          {error.message}
        </p>
      )}
    </>
  );
}
