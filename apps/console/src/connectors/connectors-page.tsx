import type { ConnectorResource } from '@connectory/contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { connectorsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { counted } from '../format/numbers.ts';
import { Ago } from '../parts/ago.tsx';
import { Command, Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
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
          <ul className="card divide-y divide-line overflow-hidden">
            {data.connectors.map((connector) => (
              <ConnectorRow key={connector.id} connector={connector} />
            ))}
          </ul>
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

function ConnectorRow({
  connector: { id, name, baseUrl, versions, updatedAt },
}: {
  readonly connector: ConnectorResource;
}) {
  const latest = versions.find(({ isLatest }) => isLatest) ?? versions.at(-1);
  return (
    <li className="relative grid gap-x-6 gap-y-1 px-4 py-3 hover:bg-sunken sm:grid-cols-[minmax(0,1fr)_12rem_8rem] sm:px-5">
      <div className="min-w-0">
        <Link
          to="/connectors/$connectorId"
          params={{ connectorId: id }}
          className="block truncate font-medium after:absolute after:inset-0"
        >
          {name}
        </Link>
        <p className="truncate font-mono text-xs leading-5 text-quiet">{baseUrl === '' ? 'no base URL' : baseUrl}</p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        {latest === undefined ? <span className="text-quiet">no version</span> : <VersionTag version={latest} />}
        {versions.length > 1 && <span className="text-sm text-quiet">{counted(versions.length, 'version')}</span>}
      </div>
      <p className="text-sm text-quiet sm:text-right">
        <Ago time={updatedAt} />
      </p>
    </li>
  );
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
