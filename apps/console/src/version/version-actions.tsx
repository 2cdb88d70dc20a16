import type { VersionResource } from '@connectory/client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { versionPath } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';

interface VersionActionsProps {
  readonly connectorId: string;
  readonly version: VersionResource;
}

/** The buttons for a version. Those that the role does not allow are shown, and disabled. */
export function VersionActions({ connectorId, version: { name, publishedAt } }: VersionActionsProps) {
  const organisation = useOrganisation();
  const client = useQueryClient();
  const mayImport = useMayImport();
  const verb = publishedAt === null ? 'publish' : 'unpublish';
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => apiPost(versionPath({ organisation, connectorId, version: name }, `/${verb}`)),
    onSuccess: () =>
      Promise.all(
        ['connector', 'version', 'connectors'].map((key) =>
          client.invalidateQueries({ queryKey: [key, organisation] }),
        ),
      ),
  });
  const needsRole = mayImport ? undefined : 'Needs the role “import”';
  return (
    <>
      <Link
        to="/connectors/$connectorId/versions/$version/diff"
        params={{ connectorId, version: name }}
        className={buttonClass()}
      >
        Compare
      </Link>
      {publishedAt === null && mayImport && (
        <Link to="/imports/new" search={{ connectorId, version: name }} className={buttonClass()}>
          Replace
        </Link>
      )}
      <Button
        look={publishedAt === null ? 'primary' : 'plain'}
        disabled={isPending || !mayImport}
        title={needsRole}
        onClick={() => mutate()}
      >
        {publishedAt === null ? 'Publish' : 'Unpublish'}
      </Button>
      {error !== null && (
        <div className="w-full">
          <FaultPanel error={error} />
        </div>
      )}
    </>
  );
}
