import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { importDiffQuery } from '../client/import-queries.ts';
import { useImportSource } from '../client/import-source.ts';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { DiffView } from './diff-view.tsx';

const route = getRouteApi('/signed-in/imports/$importId/diff');

/** The changes of an import, or those that a dry run would make. */
export function ImportDiffPage() {
  const { importId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(importDiffQuery(useImportSource(), importId));
  return (
    <>
      <PageHead
        title="Changes"
        above={
          <Link to="/imports/$importId" params={{ importId }} className="link">
            The import
          </Link>
        }
      >
        {data !== undefined &&
          (data.to.versionId === undefined
            ? `What the dry run would change in ${data.from.version}`
            : `What the import changed in ${data.from.version}`)}
      </PageHead>
      {data === undefined && error === null && <Skeleton label="Loading the changes" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <DiffView
          diff={data}
          search={search}
          onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
        />
      )}
    </>
  );
}
