import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { importsQuery } from '../client/queries.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { buttonClass } from '../parts/button.tsx';
import { Command, Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { ImportFilters } from './import-filters.tsx';
import { ImportTable } from './import-table.tsx';

const route = getRouteApi('/signed-in/imports');

/** The imports of the organisation, newest first. Filters and page are in the address. */
export function ImportsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(importsQuery(useOrganisation(), search));
  const isFiltered = search.status !== undefined || search.connectorId !== undefined;
  return (
    <>
      <PageHead title="Imports" actions={<NewImportLink />}>
        Each upload of a document, and what became of it
      </PageHead>
      <ImportFilters filter={search} onChange={(filter) => void navigate({ search: filter })} />
      {data === undefined && error === null && <Skeleton rows={8} label="Loading imports" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && error === null && data.imports.length === 0 && <NoImports isFiltered={isFiltered} />}
      {data !== undefined && error === null && data.imports.length > 0 && (
        <>
          <ImportTable imports={data.imports} />
          <Pager
            page={data}
            noun="import"
            onMove={(cursor) => {
              const { status, connectorId } = search;
              void navigate({ search: { status, connectorId, ...cursor } });
            }}
          />
        </>
      )}
    </>
  );
}

function NewImportLink() {
  if (!useMayImport())
    return (
      <span className="inline-flex min-h-9 items-center text-sm text-quiet">New imports need the role “import”</span>
    );
  return (
    <Link to="/imports/new" className={buttonClass('primary')}>
      <Plus size={16} aria-hidden />
      New import
    </Link>
  );
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
