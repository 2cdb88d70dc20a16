import type { ImportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { connectorQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { formatBytes } from '../format/numbers.ts';
import { Ago } from '../parts/ago.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { ImportStatus } from '../parts/import-status.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Tag } from '../parts/tag.tsx';
import type { MessageSearch } from '../search/read-search.ts';
import { Against } from './against.tsx';
import { EditResults } from './edit-results.tsx';
import { ImportActions } from './import-actions.tsx';
import { Ledger } from './ledger.tsx';
import { MadeVersionContext } from './made-of-place.tsx';
import { Messages, showMessages } from './messages.tsx';
import { Sharing } from './sharing.tsx';
import { Timeline } from './timeline.tsx';
import { useEarlyMessages } from './use-early-messages.ts';
import { useLiveImport } from './use-live-import.ts';
import { Verdict } from './verdict.tsx';

const route = getRouteApi('/signed-in/imports/$importId');

/** One import: its stages as they happen, the verdict, the ledger, and the messages with their places. */
export function ImportPage() {
  const { importId } = route.useParams();
  const opened = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useLiveImport(useOrganisation(), importId);
  useEarlyMessages(importId, opened.kind, data !== undefined && data.finishedAt === undefined);
  if (data === undefined)
    return (
      <>
        <PageHead title="Import" above={<Above />} />
        {error === null ? (
          <Skeleton label="Loading the import" />
        ) : (
          <FaultPanel error={error} onRetry={() => void refetch()} />
        )}
      </>
    );
  const hasEnded = data.finishedAt !== undefined;
  const open = (search: MessageSearch): void => void navigate({ search, replace: true, resetScroll: false });
  return (
    <>
      <PageHead title={nameOf(data)} above={<Above />} actions={<ImportActions each={data} />}>
        <Facts each={data} />
      </PageHead>
      <div className="flex flex-col gap-6">
        <Verdict each={data} />
        <Timeline each={data} />
        <Against each={data} />
        {hasEnded && <EditResults each={data} />}
        {data.coverage !== undefined && (
          <Ledger
            coverage={data.coverage}
            onOpen={(kind, fate) => {
              open({ kind, fate });
              showMessages();
            }}
          />
        )}
        {hasEnded && data.status !== 'cancelled' && (
          <MadeVersionContext value={madeVersionOf(data)}>
            <Messages importId={importId} hasFailed={data.status === 'failed'} opened={opened} onOpen={open} />
          </MadeVersionContext>
        )}
        <Sharing importId={importId} />
      </div>
    </>
  );
}

function madeVersionOf({ organisationId: organisation, connectorId, version, versionId }: ImportResource) {
  return versionId === undefined || version === undefined ? undefined : { organisation, connectorId, version };
}

function Above() {
  return (
    <Link to="/imports" className="link">
      Imports
    </Link>
  );
}

export function nameOf({ document, schemaURL }: ImportResource): string {
  return document?.filename ?? schemaURL ?? 'Import';
}

function Facts({ each }: { readonly each: ImportResource }) {
  const { status, dryRun, document, createdAt, reimportId } = each;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <ImportStatus status={status} />
      {dryRun === true && <Tag>Dry run</Tag>}
      <TargetLinks each={each} />
      {document !== undefined && <span>{formatBytes(document.bytes)}</span>}
      {document?.openapi !== undefined && <span>OpenAPI {document.openapi}</span>}
      {reimportId !== undefined && (
        <Link to="/reimports/$reimportId" params={{ reimportId }} className="link">
          bulk run
        </Link>
      )}
      <span>
        submitted <Ago time={createdAt} />
      </span>
    </div>
  );
}

/** The connector and its version, once they exist. */
function TargetLinks({ each: { connectorId, version, versionId } }: { readonly each: ImportResource }) {
  const { data } = useQuery({ ...connectorQuery(useOrganisation(), connectorId), retry: false });
  return (
    <>
      {data !== undefined && (
        <Link to="/connectors/$connectorId" params={{ connectorId }} className="link wrap-anywhere">
          {data.name}
        </Link>
      )}
      {version !== undefined && versionId !== undefined && data !== undefined ? (
        <Link to="/connectors/$connectorId/versions/$version" params={{ connectorId, version }} className="link">
          version {version}
        </Link>
      ) : (
        version !== undefined && <span>version {version}</span>
      )}
    </>
  );
}
