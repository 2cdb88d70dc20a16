import type { ActionResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { editsQuery } from '../client/entity-queries.ts';
import { versionQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { placeCountsQuery } from '../client/version-queries.ts';
import { formatCount } from '../format/numbers.ts';
import { ActionDetail } from './action-detail.tsx';
import { ActionFilters } from './action-filters.tsx';
import { ActionList } from './action-list.tsx';
import { NewEntityLink } from './new-entity-link.tsx';
import { useActionFilter } from './use-action-filter.ts';

const route = getRouteApi('/signed-in/connectors/$connectorId/versions/$version');

interface ActionsProps {
  readonly actions: readonly ActionResource[];
  /** Number of actions of the version, some of which may still be loading. */
  readonly total: number;
}

/** The actions with search, filters and the detail of one. All of that is in the address. */
export function Actions({ actions, total }: ActionsProps) {
  const { connectorId, version } = route.useParams();
  const of = { organisation: useOrganisation(), connectorId, version };
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: edits } = useQuery(editsQuery(of));
  const { data: resource } = useQuery(versionQuery(of.organisation, connectorId, version));
  const { data: counts } = useQuery(placeCountsQuery(of, resource));
  const { found, marked, choices, countsOf } = useActionFilter(actions, search, { edits, counts });
  const open = actions.find(({ name }) => name === search.action);
  const change = (next: Partial<typeof search>): void =>
    void navigate({ search: { ...search, ...next }, replace: true, resetScroll: false });
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <section aria-label="Actions" className={open === undefined ? 'min-w-0' : 'min-w-0 max-lg:hidden'}>
        <ActionFilters search={search} choices={choices} marked={marked} onChange={change}>
          <NewEntityLink kind="action" of={{ connectorId, version }} />
        </ActionFilters>
        <Found found={found.length} loaded={actions.length} total={total} />
        <ActionList
          actions={found}
          edits={edits}
          withMessage={marked.message}
          open={search.action}
          onOpen={(action) => change({ action })}
        />
      </section>
      <section aria-label="Detail" className={open === undefined ? 'min-w-0 max-lg:hidden' : 'min-w-0'}>
        {open === undefined ? (
          <p className="card p-8 text-center text-quiet">
            Choose an action to see its parameters, bodies and responses.
          </p>
        ) : (
          <ActionDetail
            of={of}
            action={open}
            edit={edits?.get(open.id)}
            counts={countsOf(open)}
            onClose={() => change({ action: undefined })}
          />
        )}
      </section>
    </div>
  );
}

interface FoundProps {
  readonly found: number;
  readonly loaded: number;
  readonly total: number;
}

function Found({ found, loaded, total }: FoundProps) {
  return (
    <p role="status" className="mb-2 text-sm text-quiet tabular-nums">
      {found === total ? formatCount(total) : `${formatCount(found)} of ${formatCount(total)}`} actions
      {loaded < total && `, ${formatCount(loaded)} loaded`}
    </p>
  );
}
