import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { actionsQuery, connectorQuery, versionQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Tag } from '../parts/tag.tsx';
import { Ago } from '../parts/ago.tsx';
import { VersionActions } from './version-actions.tsx';
import { Actions } from './actions.tsx';

const route = getRouteApi('/signed-in/connectors/$connectorId/versions/$version');

/** A version with its actions. */
export function VersionPage() {
  const { connectorId, version } = route.useParams();
  const organisation = useOrganisation();
  const { data: connector } = useQuery(connectorQuery(organisation, connectorId));
  const { data, error, refetch } = useQuery(versionQuery(organisation, connectorId, version));
  return (
    <>
      <PageHead
        title={`${connector?.name ?? 'Connector'} ${version}`}
        above={
          <nav aria-label="Path" className="flex flex-wrap gap-x-2">
            <Link to="/connectors" className="link">
              Connectors
            </Link>
            <span aria-hidden>/</span>
            <Link to="/connectors/$connectorId" params={{ connectorId }} className="link">
              {connector?.name ?? connectorId}
            </Link>
          </nav>
        }
        actions={data !== undefined && <VersionActions connectorId={connectorId} version={data} />}
      >
        {data !== undefined && (
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <Tag>{data.publishedAt === null ? 'draft' : 'published'}</Tag>
            {data.isLatest && <Tag>latest</Tag>}
            <span>
              changed <Ago time={data.updatedAt} />
            </span>
          </span>
        )}
      </PageHead>
      {error === null ? (
        <AllActions connectorId={connectorId} version={version} />
      ) : (
        <FaultPanel error={error} onRetry={() => void refetch()} />
      )}
    </>
  );
}

/** Loads all pages one after another. What has been loaded can be searched at once. */
function AllActions({ connectorId, version }: { readonly connectorId: string; readonly version: string }) {
  const query = useInfiniteQuery(actionsQuery(useOrganisation(), connectorId, version));
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (error !== null) return <FaultPanel error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton rows={10} label="Loading actions" />;
  const total = data.pages[0]?.totalCount ?? 0;
  if (total === 0)
    return (
      <Empty title="This version has no actions">
        <p>Its document has no operations to call, or the import left them out.</p>
      </Empty>
    );
  return <Actions actions={data.pages.flatMap(({ actions }) => actions)} total={total} />;
}
