import type { ConnectorResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { connectorQuery } from '../client/queries.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { Ago } from '../parts/ago.tsx';
import { buttonClass } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { LockedButton } from '../parts/locked-button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Tag } from '../parts/tag.tsx';
import { AuthSchemes } from './auth-schemes.tsx';
import { VersionTag } from './version-tag.tsx';

const route = getRouteApi('/signed-in/connectors/$connectorId');

/** One connector with its versions. */
export function ConnectorPage() {
  const { connectorId } = route.useParams();
  const { data, error, refetch } = useQuery(connectorQuery(useOrganisation(), connectorId));
  return (
    <>
      <PageHead
        title={data?.name ?? 'Connector'}
        above={
          <Link to="/connectors" className="link">
            Connectors
          </Link>
        }
        actions={
          <>
            <Link to="/search" search={{ connectorId }} className={buttonClass()}>
              Search in it
            </Link>
            <Link to="/imports" search={{ connectorId }} className={buttonClass()}>
              Its imports
            </Link>
            <NewVersionLink connectorId={connectorId} />
          </>
        }
      >
        {data !== undefined && <span className="font-mono text-sm wrap-anywhere">{data.baseUrl}</span>}
      </PageHead>
      {data === undefined && error === null && <Skeleton label="Loading the connector" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <div className="flex flex-col gap-8">
          <Versions connector={data} />
          <AuthSchemes connector={data} />
        </div>
      )}
    </>
  );
}

function NewVersionLink({ connectorId }: { readonly connectorId: string }) {
  if (!useMayImport()) return <LockedButton role="import">New version</LockedButton>;
  return (
    <Link to="/imports/new" search={{ connectorId }} className={buttonClass('primary')}>
      New version
    </Link>
  );
}

function Versions({ connector: { id, versions } }: { readonly connector: ConnectorResource }) {
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-3 text-lg font-semibold">
        Versions <span className="ml-1 font-normal text-quiet">{versions.length}</span>
      </h2>
      <ul className="card divide-y divide-line overflow-hidden">
        {versions.map((version) => (
          <li
            key={version.id}
            data-row
            className="relative flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 hover:bg-sunken sm:px-5"
          >
            <Link
              to="/connectors/$connectorId/versions/$version"
              params={{ connectorId: id, version: version.name }}
              className="min-w-0 after:absolute after:inset-0"
            >
              <VersionTag version={version} />
            </Link>
            {version.isLatest && <Tag>latest</Tag>}
            {version.isDefault && <Tag>default</Tag>}
            <span className="ml-auto text-sm text-quiet">
              <Ago time={version.updatedAt} />
            </span>
          </li>
        ))}
        {versions.length === 0 && <li className="p-4 text-quiet">No versions yet.</li>}
      </ul>
    </section>
  );
}
