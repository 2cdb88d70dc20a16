import type { ImportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { versionQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { buttonClass } from '../parts/button.tsx';
import { PublishButton } from '../publish/publish-button.tsx';

interface MadeVersionProps extends Pick<ImportResource, 'id' | 'connectorId'> {
  readonly version: string;
}

/** Leads to the version that an import has made, and publishes it, unless a later import has replaced it. */
export function MadeVersion({ id, connectorId, version }: MadeVersionProps) {
  const { data } = useQuery({ ...versionQuery(useOrganisation(), connectorId, version), retry: false });
  const isPublishable = data?.publishedAt === null && data.importId === id;
  return (
    <>
      <Link
        to="/connectors/$connectorId/versions/$version"
        params={{ connectorId, version }}
        className={buttonClass(isPublishable ? 'plain' : 'primary')}
      >
        Open the version
      </Link>
      {isPublishable && <PublishButton connectorId={connectorId} version={data} />}
    </>
  );
}
