import type { CreatedShare, ShareResource } from '@connectory/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import { pathOf } from '../client/address.ts';
import { apiDelete, apiPost } from '../client/call-api.ts';
import { sharesQuery } from '../client/queries.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { formatTime } from '../format/times.ts';
import { Button } from '../parts/button.tsx';
import { ConfirmButton } from '../parts/confirm-button.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { LockedButton } from '../parts/locked-button.tsx';

const createWords = (
  <>
    <Link2 size={16} aria-hidden />
    Create a link
  </>
);

/** Links that show this import to people without a key: created, listed and revoked here. */
export function Sharing({ importId }: { readonly importId: string }) {
  const organisation = useOrganisation();
  const client = useQueryClient();
  const mayImport = useMayImport();
  const { queryKey } = sharesQuery(organisation, importId);
  const { data } = useQuery(sharesQuery(organisation, importId));
  const onSuccess = () => client.invalidateQueries({ queryKey });
  const create = useMutation({
    mutationFn: () => apiPost(pathOf(organisation, '/imports/{import_id}/shares', { import_id: importId }), {}),
    onSuccess,
  });
  const revoke = useMutation({
    mutationFn: (id: string) =>
      apiDelete(pathOf(organisation, '/imports/{import_id}/shares/{share_id}', { import_id: importId, share_id: id })),
    onSuccess,
  });
  const error = create.error ?? revoke.error;
  const needsRole = mayImport ? undefined : 'Needs the role “import”';
  return (
    <section aria-labelledby="sharing" className="card p-4 sm:p-5">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h2 id="sharing" className="font-semibold">
            Share this import
          </h2>
          <p className="text-quiet">
            The link shows this import, and nothing else, to people without a key. It works for 7 days.
          </p>
        </div>
        {mayImport ? (
          <Button disabled={create.isPending} onClick={() => create.mutate()}>
            {createWords}
          </Button>
        ) : (
          <LockedButton role="import">{createWords}</LockedButton>
        )}
      </div>
      {create.data !== undefined && <NewLink share={create.data} />}
      {error !== null && <FaultPanel error={error} />}
      <ul className="mt-3 divide-y divide-line">
        {data?.shares.map((share) => (
          <li key={share.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <span className="min-w-0 flex-1 wrap-anywhere">{describe(share)}</span>
            {isOpen(share) && (
              <ConfirmButton
                word="Revoke"
                subject={`the link of ${formatTime(share.createdAt)}`}
                disabled={!mayImport || revoke.isPending}
                title={needsRole}
                onConfirm={() => revoke.mutate(share.id)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function isOpen({ revokedAt, expiresAt }: ShareResource): boolean {
  return revokedAt === undefined && Date.parse(expiresAt) > Date.now();
}

function describe(share: ShareResource): string {
  const { createdBy, createdAt, expiresAt, revokedAt } = share;
  const made = `Link of ${createdBy}, ${formatTime(createdAt)}`;
  if (revokedAt !== undefined) return `${made}: revoked ${formatTime(revokedAt)}`;
  return `${made}: ${isOpen(share) ? 'works until' : 'expired'} ${formatTime(expiresAt)}`;
}

function NewLink({ share: { url } }: { readonly share: CreatedShare }) {
  return (
    <div role="status" className="mt-3 rounded-md border border-line bg-sunken p-3">
      <p className="font-medium">Copy the link now: it is shown only once.</p>
      <p className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1">
        <code className="min-w-0 font-mono text-sm wrap-anywhere" data-share-link>
          {url}
        </code>
        <CopyButton text={url} label="Copy link" />
      </p>
    </div>
  );
}
