import type { ImportResource } from '@connectory/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { pathOf } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { connectorQuery, importQuery } from '../client/queries.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { curlOfImport } from './curl-of-import.ts';
import { ImportForReal } from './import-for-real.tsx';

/** Copies the command that repeats the import. */
function CopyRequest({ each }: { readonly each: ImportResource }) {
  const [isCopied, setCopied] = useState(false);
  const { data: connector } = useQuery({ ...connectorQuery(useOrganisation(), each.connectorId), retry: false });
  const copy = async (): Promise<void> => {
    const { origin } = location;
    await navigator.clipboard.writeText(curlOfImport(each, { origin, hasConnector: connector !== undefined }));
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Button onClick={() => void copy()} title="The request that repeats this import">
      <span aria-live="polite">{isCopied ? 'Copied' : 'Copy as curl'}</span>
    </Button>
  );
}

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
      <CopyRequest each={each} />
      {error !== null && (
        <p role="alert" className="w-full text-sm text-bad">
          {error.message}
        </p>
      )}
    </>
  );
}
