import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { connectorQuery, importsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Chips } from '../parts/chips.tsx';
import { Command, Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { importStatuses, statusWord } from '../parts/import-status.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import type { ImportsSearch } from '../search/read-search.ts';
import { ImportTable } from './import-table.tsx';
import { NewImportLink } from './new-import-link.tsx';

const route = getRouteApi('/signed-in/imports');

/** The imports of the organisation, newest first. Filters and page are in the address. */
export function ImportsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { connectorId } = search;
  const organisation = useOrganisation();
  const { data, error, refetch } = useQuery(importsQuery(organisation, search));
  const { data: connector } = useQuery({
    ...connectorQuery(organisation, connectorId ?? ''),
    enabled: connectorId !== undefined,
  });
  const connectorName = connector?.name;
  const isFiltered = search.status !== undefined || connectorId !== undefined;
  return (
    <>
      <PageHead title="Imports" actions={<NewImportLink />}>
        Each upload of a document, and what became of it
      </PageHead>
      <Chips
        label="Status"
        choices={importStatuses}
        wordOf={statusWord}
        chosen={search.status ?? []}
        onChange={(status) => void navigate({ search: filterOf(status, connectorId) })}
        extras={
          connectorId === undefined
            ? []
            : [
                {
                  word: `Only of ${connectorName ?? 'one connector'}`,
                  onRemove: () => void navigate({ search: filterOf(search.status ?? [], undefined) }),
                },
              ]
        }
      />
      {data === undefined && error === null && <Skeleton rows={8} label="Loading imports" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && error === null && data.imports.length === 0 && <NoImports isFiltered={isFiltered} />}
      {data !== undefined && error === null && data.imports.length > 0 && (
        <>
          <ImportTable imports={data.imports} />
          <Pager
            page={data}
            noun="import"
            onMove={(cursor) => void navigate({ search: { ...filterOf(search.status ?? [], connectorId), ...cursor } })}
          />
        </>
      )}
    </>
  );
}

/** A filter without empty members. A new filter begins at its first page. */
function filterOf(status: readonly (typeof importStatuses)[number][], connectorId: string | undefined): ImportsSearch {
  return { ...(status.length === 0 ? {} : { status }), ...(connectorId === undefined ? {} : { connectorId }) };
}

function NoImports({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty title="No import matches the filters">
        <Link to="/imports" search={{}} className="link">
          Show all imports
        </Link>
      </Empty>
    );
  return (
    <Empty title="No imports yet">
      <p>
        Drop an OpenAPI document on{' '}
        <Link to="/imports/new" className="link">
          New import
        </Link>
        , or use the command line:
      </p>
      <Command>npm run import -- examples/airflow.json</Command>
    </Empty>
  );
}
