import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { actionsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Actions } from './actions.tsx';
import { NewEntityLink } from './new-entity-link.tsx';
import { VersionFrame } from './version-frame.tsx';

const route = getRouteApi('/signed-in/connectors/$connectorId/versions/$version');

/** A version with its actions. */
export function VersionPage() {
  const { connectorId, version } = route.useParams();
  return (
    <VersionFrame connectorId={connectorId} version={version}>
      <AllActions connectorId={connectorId} version={version} />
    </VersionFrame>
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
        <NewEntityLink kind="action" of={{ connectorId, version }} />
      </Empty>
    );
  return <Actions actions={data.pages.flatMap(({ actions }) => actions)} total={total} />;
}
