import type { ImportResource } from '@connectory/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { pathOf } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { importQuery } from '../client/queries.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { ImportForReal } from './import-for-real.tsx';

/** The actions that the state of an import allows. */
export function ImportActions({ each }: { readonly each: ImportResource }) {
  const organisation = useOrganisation();
  const client = useQueryClient();
  const mayImport = useMayImport();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (change: 'cancel' | 'retry') =>
      apiPost(pathOf(organisation, `/imports/{import_id}/${change}`, { import_id: each.id })),
    onSuccess: (next) => client.setQueryData(importQuery(organisation, each.id).queryKey, next),
  });
  const { status, versionId, version, connectorId, dryRun } = each;
  const isUnderWay = status === 'queued' || status === 'running';
  const needsRole = mayImport ? undefined : 'Needs the role “import”';
  return (
    <>
      {isUnderWay && (
        <Button onClick={() => mutate('cancel')} disabled={isPending || !mayImport} title={needsRole}>
          Cancel
        </Button>
      )}
      {(status === 'failed' || status === 'cancelled') && (
        <Button onClick={() => mutate('retry')} disabled={isPending || !mayImport} title={needsRole}>
          Try again
        </Button>
      )}
      {status === 'succeeded' && dryRun !== true && versionId !== undefined && version !== undefined && (
        <Link
          to="/connectors/$connectorId/versions/$version"
          params={{ connectorId, version }}
          className={buttonClass('primary')}
        >
          Open the version
        </Link>
      )}
      {status === 'succeeded' && dryRun === true && <ImportForReal each={each} />}
      <a
        href={pathOf(organisation, '/imports/{import_id}/document', { import_id: each.id })}
        download
        className={buttonClass()}
      >
        Document
      </a>
      {error !== null && (
        <p role="alert" className="w-full text-sm text-bad">
          {error.message}
        </p>
      )}
    </>
  );
}
