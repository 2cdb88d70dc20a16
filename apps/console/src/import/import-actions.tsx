import type { ImportResource } from '@connectory/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { pathOf } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { importQuery } from '../client/queries.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { FaultLine } from '../parts/fault-line.tsx';
import { LockedButton } from '../parts/locked-button.tsx';
import { CopyRequest } from './copy-request.tsx';
import { ImportForReal } from './import-for-real.tsx';
import { MadeVersion } from './made-version.tsx';
import { UploadAgain } from './upload-again.tsx';

const changes = {
  queued: ['cancel', 'Cancel'],
  running: ['cancel', 'Cancel'],
  failed: ['retry', 'Try again'],
  cancelled: ['retry', 'Try again'],
  succeeded: undefined,
} as const;

/** Cancels an import under way, or queues one again that failed. */
function ChangeButton({ each: { id, status } }: { readonly each: ImportResource }) {
  const organisation = useOrganisation();
  const client = useQueryClient();
  const mayImport = useMayImport();
  const { mutate, isPending, error } = useMutation({
    mutationFn: (change: 'cancel' | 'retry') =>
      apiPost(pathOf(organisation, `/imports/{import_id}/${change}`, { import_id: id })),
    onSuccess: (next) => client.setQueryData(importQuery(organisation, id).queryKey, next),
  });
  const change = changes[status];
  if (change === undefined) return null;
  const [verb, word] = change;
  if (!mayImport) return <LockedButton role="import">{word}</LockedButton>;
  return (
    <>
      <Button onClick={() => mutate(verb)} disabled={isPending}>
        {word}
      </Button>
      <FaultLine error={error} />
    </>
  );
}

/** Causes that a corrected upload mends. */
const ofUpload: ReadonlySet<string> = new Set(['document', 'limit', 'request']);

/** The actions that the state of an import allows. */
export function ImportActions({ each }: { readonly each: ImportResource }) {
  const organisation = useOrganisation();
  const { id, status, versionId, version, connectorId, dryRun, error } = each;
  const hasSucceeded = status === 'succeeded';
  return (
    <>
      {status === 'failed' && ofUpload.has(error?.cause ?? '') && <UploadAgain each={each} />}
      <ChangeButton each={each} />
      {hasSucceeded && dryRun !== true && versionId !== undefined && version !== undefined && (
        <MadeVersion id={id} connectorId={connectorId} version={version} />
      )}
      {hasSucceeded && dryRun === true && <ImportForReal each={each} />}
      <a
        href={pathOf(organisation, '/imports/{import_id}/document', { import_id: id })}
        download
        className={buttonClass()}
      >
        Document
      </a>
      <CopyRequest each={each} />
    </>
  );
}
