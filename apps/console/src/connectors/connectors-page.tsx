import type { ConnectorResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { connectorsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { formatCount } from '../format/numbers.ts';
import { Ago } from '../parts/ago.tsx';
import { Command, Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { latestOf } from './latest-of.ts';
import { VersionTag } from './version-tag.tsx';

const route = getRouteApi('/signed-in/connectors');

/** The connectors of the organisation, newest first, with a search by name in the address. */
export function ConnectorsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(connectorsQuery(useOrganisation(), search));
  return (
    <>
      <PageHead title="Connectors">Each API with its versions</PageHead>
      <div className="mb-4 max-w-sm">
        <SearchField
          label="Search connectors by name"
          value={search.name ?? ''}
          onChange={(name) => void navigate({ search: name === '' ? {} : { name }, replace: true })}
        />
      </div>
      {data === undefined && error === null && <Skeleton rows={8} label="Loading connectors" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && error === null && data.connectors.length === 0 && <NoConnectors name={search.name} />}
      {data !== undefined && error === null && data.connectors.length > 0 && (
        <>
          <Table label="Connectors" columns={columns} rows={data.connectors} keyOf={({ id }) => id} isLinked />
          <Pager
            page={data}
            noun="connector"
            onMove={(cursor) =>
              void navigate({ search: { ...(search.name === undefined ? {} : { name: search.name }), ...cursor } })
            }
          />
        </>
      )}
    </>
  );
}

const columns: readonly Column<ConnectorResource>[] = [
  { head: 'Name', isRowHead: true, cell: (connector) => <NameCell connector={connector} /> },
  {
    head: 'Latest version',
    className: 'hidden w-56 sm:table-cell',
    cell: ({ versions }) => <LatestVersion versions={versions} />,
  },
  {
    head: 'Versions',
    isNumber: true,
    className: 'hidden w-24 md:table-cell',
    cell: ({ versions }) => <span className="text-quiet">{formatCount(versions.length)}</span>,
  },
  {
    head: 'Changed',
    isNumber: true,
    className: 'w-28 sm:w-32',
    cell: ({ updatedAt }) => (
      <span className="text-quiet">
        <Ago time={updatedAt} />
      </span>
    ),
  },
];

function NameCell({ connector: { id, name, baseUrl, versions } }: { readonly connector: ConnectorResource }) {
  return (
    <>
      <Link
        to="/connectors/$connectorId"
        params={{ connectorId: id }}
        className="block truncate font-medium after:absolute after:inset-0"
      >
        {name}
      </Link>
      <span className="block truncate font-mono text-xs leading-5 text-quiet">
        {baseUrl === '' ? 'no base URL' : baseUrl}
      </span>
      <span className="sm:hidden">
        <LatestVersion versions={versions} />
      </span>
    </>
  );
}

function LatestVersion({ versions }: Pick<ConnectorResource, 'versions'>) {
  const latest = latestOf(versions);
  return latest === undefined ? <span className="text-quiet">no version</span> : <VersionTag version={latest} />;
}

function NoConnectors({ name }: { readonly name: string | undefined }) {
  if (name !== undefined)
    return (
      <Empty title={`No connector has “${name}” in its name`}>
        <Link to="/connectors" search={{}} className="link">
          Show all connectors
        </Link>
      </Empty>
    );
  return (
    <Empty title="No connectors yet">
      <p>
        A connector is made by the first import of an API:{' '}
        <Link to="/imports/new" className="link">
          New import
        </Link>
        , or
      </p>
      <Command>npm run import -- examples/airflow.json</Command>
    </Empty>
  );
}
