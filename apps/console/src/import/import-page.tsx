import type { ImportResource } from '@connectory/contract';
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
import { ImportActions } from './import-actions.tsx';
import { Ledger } from './ledger.tsx';
import { Messages } from './messages.tsx';
import { Timeline } from './timeline.tsx';
import { useLiveImport } from './use-live-import.ts';
import { Verdict } from './verdict.tsx';

const route = getRouteApi('/signed-in/imports/$importId');

/** One import: its stages as they happen, the verdict, the ledger, and the messages with their places. */
export function ImportPage() {
  const { importId } = route.useParams();
  const { data, error, refetch } = useLiveImport(useOrganisation(), importId);
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
  return (
    <>
      <PageHead title={nameOf(data)} above={<Above />} actions={<ImportActions each={data} />}>
        <Facts each={data} />
      </PageHead>
      <div className="flex flex-col gap-6">
        <Verdict each={data} />
        <Timeline each={data} />
        {data.coverage !== undefined && <Ledger coverage={data.coverage} />}
        {hasEnded && data.status !== 'cancelled' && <Messages each={data} />}
      </div>
    </>
  );
}

function Above() {
  return (
    <Link to="/imports" className="link">
      Imports
    </Link>
  );
}

function nameOf({ document, schemaURL }: ImportResource): string {
  return document?.filename ?? schemaURL ?? 'Import';
}

function Facts({
  each: { status, dryRun, document, createdAt, connectorId, version },
}: {
  readonly each: ImportResource;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <ImportStatus status={status} />
      {dryRun === true && <Tag>Dry run</Tag>}
      {status === 'succeeded' && dryRun !== true ? (
        <ConnectorLink id={connectorId} version={version} />
      ) : (
        version !== undefined && <span>version {version}</span>
      )}
      {document !== undefined && <span>{formatBytes(document.bytes)}</span>}
      {document?.openapi !== undefined && <span>OpenAPI {document.openapi}</span>}
      <span>
        submitted <Ago time={createdAt} />
      </span>
    </div>
  );
}

/** The name of the connector, once there is one. */
function ConnectorLink({ id, version }: { readonly id: string; readonly version: string | undefined }) {
  const { data } = useQuery({ ...connectorQuery(useOrganisation(), id), retry: false });
  if (data === undefined) return version === undefined ? null : <span>version {version}</span>;
  return (
    <Link to="/connectors/$connectorId" params={{ connectorId: id }} className="link">
      {data.name}
      {version !== undefined && ` ${version}`}
    </Link>
  );
}
