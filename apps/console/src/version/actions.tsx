import type { ActionResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useDeferredValue, useMemo } from 'react';
import { editsQuery } from '../client/entity-queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { formatCount } from '../format/numbers.ts';
import { SearchField } from '../parts/search-field.tsx';
import { ActionDetail } from './action-detail.tsx';
import { ActionList } from './action-list.tsx';
import { findActions, indexActions } from './find-actions.ts';
import { NewEntityLink } from './new-entity-link.tsx';

const route = getRouteApi('/signed-in/connectors/$connectorId/versions/$version');

interface ActionsProps {
  readonly actions: readonly ActionResource[];
  /** Number of actions of the version, some of which may still be loading. */
  readonly total: number;
}

/** The actions with search, method filter and the detail of one. All of that is in the address. */
export function Actions({ actions, total }: ActionsProps) {
  const { connectorId, version } = route.useParams();
  const { data: edits } = useQuery(editsQuery({ organisation: useOrganisation(), connectorId, version }));
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const index = useMemo(() => indexActions(actions), [actions]);
  const text = useDeferredValue(search.q ?? '');
  const found = useMemo(() => findActions(index, { text, method: search.method }), [index, text, search.method]);
  const open = actions.find(({ name }) => name === search.action);
  return (
    <div className="grid gap-4 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <section aria-label="Actions" className={open === undefined ? '' : 'max-lg:hidden'}>
        <div className="mb-3 flex flex-wrap items-center gap-3">
          <div className="min-w-48 flex-1">
            <SearchField
              label="Search actions"
              value={search.q ?? ''}
              onChange={(q) => void navigate({ search: { ...search, q: q === '' ? undefined : q }, replace: true })}
            />
          </div>
          <MethodSelect
            actions={actions}
            method={search.method}
            onChange={(method) => void navigate({ search: { ...search, method }, replace: true })}
          />
          <NewEntityLink kind="action" of={{ connectorId, version }} />
        </div>
        <p role="status" className="mb-2 text-sm text-quiet tabular-nums">
          {found.length === total ? formatCount(total) : `${formatCount(found.length)} of ${formatCount(total)}`}{' '}
          actions
          {actions.length < total && `, ${formatCount(actions.length)} loaded`}
        </p>
        <ActionList
          actions={found}
          edits={edits}
          open={search.action}
          onOpen={(action) => void navigate({ search: { ...search, action }, replace: true, resetScroll: false })}
        />
      </section>
      <section aria-label="Detail" className={open === undefined ? 'max-lg:hidden' : ''}>
        {open === undefined ? (
          <p className="card p-8 text-center text-quiet">
            Choose an action to see its parameters, bodies and responses.
          </p>
        ) : (
          <ActionDetail
            of={{ connectorId, version }}
            action={open}
            edit={edits?.get(open.id)}
            onClose={() => void navigate({ search: { ...search, action: undefined }, replace: true })}
          />
        )}
      </section>
    </div>
  );
}

interface MethodSelectProps {
  readonly actions: readonly ActionResource[];
  readonly method: string | undefined;
  readonly onChange: (method: string | undefined) => void;
}

function MethodSelect({ actions, method, onChange }: MethodSelectProps) {
  const methods = useMemo(() => countMethods(actions), [actions]);
  return (
    <select
      aria-label="Method"
      className="field w-auto!"
      value={method ?? ''}
      onChange={({ target: { value } }) => onChange(value === '' ? undefined : value)}
    >
      <option value="">All methods</option>
      {methods.map(([each, count]) => (
        <option key={each} value={each}>
          {each} ({formatCount(count)})
        </option>
      ))}
    </select>
  );
}

function countMethods(actions: readonly ActionResource[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { method } of actions) counts.set(method, (counts.get(method) ?? 0) + 1);
  return [...counts].sort(([one], [other]) => one.localeCompare(other));
}
