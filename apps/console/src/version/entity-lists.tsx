import type { DefinitionResource, TriggerResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { definitionsQuery, triggersQuery } from '../client/entity-queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { formatCount } from '../format/numbers.ts';
import { type Column } from '../parts/table.tsx';
import { EntityList } from './entity-list.tsx';
import { Method } from './method.tsx';
import { VersionFrame } from './version-frame.tsx';

const triggersRoute = getRouteApi('/signed-in/connectors/$connectorId/versions/$version/triggers');
const definitionsRoute = getRouteApi('/signed-in/connectors/$connectorId/versions/$version/definitions');

/** The triggers of a version, in the order of the document. */
export function TriggersPage() {
  const { connectorId, version } = triggersRoute.useParams();
  const search = triggersRoute.useSearch();
  const navigate = triggersRoute.useNavigate();
  const query = useQuery(triggersQuery({ organisation: useOrganisation(), connectorId, version }, search));
  return (
    <VersionFrame connectorId={connectorId} version={version}>
      <EntityList
        kind="trigger"
        of={{ connectorId, version }}
        query={query}
        items={query.data?.triggers}
        columns={triggerColumns}
        search={search}
        onSearch={(next) => void navigate({ search: next, replace: true })}
      />
    </VersionFrame>
  );
}

/** The definitions of a version, in the order of the document. */
export function DefinitionsPage() {
  const { connectorId, version } = definitionsRoute.useParams();
  const search = definitionsRoute.useSearch();
  const navigate = definitionsRoute.useNavigate();
  const query = useQuery(definitionsQuery({ organisation: useOrganisation(), connectorId, version }, search));
  return (
    <VersionFrame connectorId={connectorId} version={version}>
      <EntityList
        kind="definition"
        of={{ connectorId, version }}
        query={query}
        items={query.data?.definitions}
        columns={definitionColumns}
        search={search}
        onSearch={(next) => void navigate({ search: next, replace: true })}
      />
    </VersionFrame>
  );
}

const triggerColumns: readonly Column<TriggerResource>[] = [
  { head: 'Method', className: 'w-24', cell: ({ method }) => <Method method={method} /> },
  {
    head: 'Summary',
    className: 'hidden sm:table-cell',
    cell: ({ summary = '' }) => <span className="block truncate text-quiet">{summary}</span>,
  },
];

const definitionColumns: readonly Column<DefinitionResource>[] = [
  {
    head: 'Description',
    className: 'hidden md:table-cell',
    cell: ({ description = '' }) => <span className="block truncate text-quiet">{description}</span>,
  },
  {
    head: 'Media types',
    className: 'hidden w-56 sm:table-cell',
    cell: ({ accept }) => <span className="block truncate text-quiet">{accept.join(', ')}</span>,
  },
  {
    head: 'Used by',
    isNumber: true,
    className: 'w-24',
    cell: ({ referencedBy }) => formatCount(referencedBy?.length ?? 0),
  },
];
