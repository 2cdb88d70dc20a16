import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { connectorQuery, versionQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Ago } from '../parts/ago.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Tag } from '../parts/tag.tsx';
import { VersionActions } from './version-actions.tsx';

interface VersionFrameProps {
  readonly connectorId: string;
  readonly version: string;
  readonly children: ReactNode;
}

/** The head of the pages of a version, with the links between them. */
export function VersionFrame({ connectorId, version, children }: VersionFrameProps) {
  const organisation = useOrganisation();
  const { data: connector } = useQuery(connectorQuery(organisation, connectorId));
  const client = useQueryClient();
  const { data, error } = useQuery(versionQuery(organisation, connectorId, version));
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
        <>
          <Parts connectorId={connectorId} version={version} />
          {children}
        </>
      ) : (
        <FaultPanel error={error} onRetry={() => void retryFailed(client)} />
      )}
    </>
  );
}

/** Also what the children need has failed, but they are not shown. */
function retryFailed(client: QueryClient): Promise<void> {
  return client.refetchQueries({ type: 'active', predicate: ({ state }) => state.status === 'error' });
}

const partClass =
  'inline-flex min-h-9 items-center border-b-2 border-transparent px-1 whitespace-nowrap text-quiet hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-accent';

const ignoreSearch = { includeSearch: false };

/** The lists of a version. */
function Parts({ connectorId, version }: Omit<VersionFrameProps, 'children'>) {
  const params = { connectorId, version };
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On phones the links are wider than the page.
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, []);
  return (
    <nav ref={nav} aria-label="Version" className="mb-4 flex gap-4 overflow-x-auto border-b border-line">
      <Link
        to="/connectors/$connectorId/versions/$version"
        params={params}
        activeOptions={{ exact: true, includeSearch: false }}
        className={partClass}
      >
        Actions
      </Link>
      <Link to="/connectors/$connectorId/versions/$version/triggers" params={params} className={partClass}>
        Triggers
      </Link>
      <Link to="/connectors/$connectorId/versions/$version/definitions" params={params} className={partClass}>
        Definitions
      </Link>
      <Link
        to="/connectors/$connectorId/versions/$version/messages"
        params={params}
        activeOptions={ignoreSearch}
        className={partClass}
      >
        Messages
      </Link>
      <Link
        to="/connectors/$connectorId/versions/$version/document"
        params={params}
        activeOptions={ignoreSearch}
        className={partClass}
      >
        Document
      </Link>
      <Link to="/connectors/$connectorId/versions/$version/edits" params={params} className={partClass}>
        Edits
      </Link>
    </nav>
  );
}
