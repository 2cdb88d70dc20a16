import type { EntityEditResource } from '@connectory/client';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { editsQuery } from '../client/entity-queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { EditedTag } from '../parts/edited-tag.tsx';
import { Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Pager } from '../parts/pager.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { NewEntityLink } from './new-entity-link.tsx';

interface ListSearch {
  readonly name?: string | undefined;
  readonly after?: string | undefined;
  readonly before?: string | undefined;
}

interface ListedEntity {
  readonly id: string;
  readonly name: string;
}

interface EntityListProps<Entity> {
  readonly kind: 'trigger' | 'definition';
  readonly of: { readonly connectorId: string; readonly version: string };
  readonly query: UseQueryResult<{
    readonly totalCount: number;
    readonly next?: string | undefined;
    readonly prev?: string | undefined;
  }>;
  readonly items: readonly Entity[] | undefined;
  readonly columns: readonly Column<Entity>[];
  readonly search: ListSearch;
  readonly onSearch: (search: ListSearch) => void;
}

/** A list of triggers or definitions with a search by name. Edited ones are marked. */
export function EntityList<Entity extends ListedEntity>(props: EntityListProps<Entity>) {
  const { kind, of, query, items, columns, search, onSearch } = props;
  const { data, error, refetch } = query;
  const { data: edits } = useQuery(editsQuery({ organisation: useOrganisation(), ...of }));
  const name: Column<Entity> = {
    head: 'Name',
    isRowHead: true,
    cell: (entity) => <NameCell entity={entity} kind={kind} of={of} edit={edits?.get(entity.id)} />,
  };
  return (
    <>
      <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
        <div className="w-full max-w-sm min-w-0 flex-1">
          <SearchField
            label={`Search ${kind}s by name`}
            value={search.name ?? ''}
            onChange={(text) => onSearch(text === '' ? {} : { name: text })}
          />
        </div>
        <NewEntityLink kind={kind} of={of} />
      </div>
      {items === undefined && error === null && <Skeleton rows={8} label={`Loading ${kind}s`} />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {items?.length === 0 && error === null && <NoEntities kind={kind} name={search.name} />}
      {data !== undefined && items !== undefined && items.length > 0 && error === null && (
        <>
          <Table label={`${kind}s`} columns={[name, ...columns]} rows={items} keyOf={({ id }) => id} isLinked />
          <Pager
            page={data}
            noun={kind}
            onMove={(cursor) => onSearch({ ...(search.name === undefined ? {} : { name: search.name }), ...cursor })}
          />
        </>
      )}
    </>
  );
}

interface NameCellProps {
  readonly entity: ListedEntity;
  readonly kind: 'trigger' | 'definition';
  readonly of: EntityListProps<never>['of'];
  readonly edit: EntityEditResource | undefined;
}

function NameCell({ entity: { name }, kind, of, edit }: NameCellProps) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        to={`/connectors/$connectorId/versions/$version/${kind}s/$name`}
        params={{ ...of, name }}
        className="block truncate font-mono text-sm after:absolute after:inset-0"
      >
        {name}
      </Link>
      {edit !== undefined && <EditedTag edit={edit} />}
    </span>
  );
}

function NoEntities({ kind, name }: { readonly kind: string; readonly name: string | undefined }) {
  return (
    <Empty title={name === undefined ? `This version has no ${kind}s` : `No ${kind} has “${name}” in its name`}>
      <p>
        {name === undefined
          ? 'Its document has none, or the import left them out.'
          : 'Search for another part of the name.'}
      </p>
    </Empty>
  );
}
