import type { ImportResource, SharedImport } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { addressOf } from '../client/address.ts';
import { apiGet } from '../client/call-api.ts';
import { importDiffQuery } from '../client/import-queries.ts';
import { sharedSource, SharedSourceContext, useImportSource } from '../client/import-source.ts';
import { type DiffSearch, DiffView } from '../diff/diff-view.tsx';
import { formatBytes } from '../format/numbers.ts';
import { formatTime } from '../format/times.ts';
import { Against } from '../import/against.tsx';
import { EditResults } from '../import/edit-results.tsx';
import { Ledger } from '../import/ledger.tsx';
import { Messages, showMessages } from '../import/messages.tsx';
import type { MessageSearch } from '../search/read-search.ts';
import { Timeline } from '../import/timeline.tsx';
import { Verdict } from '../import/verdict.tsx';
import { Mark } from '../layout/mark.tsx';
import { OutageBanner } from '../layout/outage-banner.tsx';
import { ThemeButton } from '../layout/theme-button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { ImportStatus } from '../parts/import-status.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Tag } from '../parts/tag.tsx';

/** One import, for someone who has a link to it. The token is in the fragment, which browsers do not send. */
export function SharedPage() {
  const [source] = useState(() => sharedSource(/share=([\w-]+)/.exec(location.hash)?.[1] ?? ''));
  const { data, error, refetch } = useQuery({
    queryKey: ['shared', source.key],
    queryFn: ({ signal }) => apiGet(addressOf('/api/connect/v1/shared'), { signal, headers: source.headers }),
    refetchInterval: ({ state }) => (state.data !== undefined && state.data.finishedAt === undefined ? 2_000 : false),
  });
  return (
    <SharedSourceContext value={source}>
      <header className="border-b border-line bg-surface">
        <div className="mx-auto flex h-14 max-w-7xl items-center gap-2 px-4 sm:px-6">
          <Mark />
          <span className="font-semibold tracking-tight">Connectory</span>
          <Tag>shared, read-only</Tag>
          <span className="ml-auto" />
          <ThemeButton />
        </div>
      </header>
      <OutageBanner />
      <main className="mx-auto w-full max-w-7xl px-4 py-6 sm:px-6 sm:py-8">
        {data === undefined && <PageHead title="Shared import" />}
        {data === undefined && error === null && <Skeleton label="Loading the import" />}
        {error !== null && data === undefined && <FaultPanel error={error} onRetry={() => void refetch()} />}
        {data !== undefined && <SharedImportView shared={data} />}
      </main>
    </SharedSourceContext>
  );
}

function SharedImportView({ shared }: { readonly shared: SharedImport }) {
  const [opened, open] = useState<MessageSearch>({});
  const each = toImport(shared);
  const hasEnded = each.finishedAt !== undefined;
  const { document, status, dryRun, version } = each;
  return (
    <>
      <PageHead title={document?.filename ?? 'Shared import'}>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <ImportStatus status={status} />
          {dryRun === true && <Tag>Dry run</Tag>}
          {version !== undefined && <span>version {version}</span>}
          {document !== undefined && <span>{formatBytes(document.bytes)}</span>}
          {document?.openapi !== undefined && <span>OpenAPI {document.openapi}</span>}
          <span>submitted {formatTime(each.createdAt)}</span>
          <span>link works until {formatTime(shared.sharedUntil)}</span>
        </span>
      </PageHead>
      <div className="flex flex-col gap-6">
        <Verdict each={each} />
        <Timeline each={each} />
        <Against each={each} isLinked={false} />
        {hasEnded && <EditResults each={each} />}
        {each.coverage !== undefined && (
          <Ledger
            coverage={each.coverage}
            onOpen={(kind, fate) => {
              open({ kind, fate });
              showMessages();
            }}
          />
        )}
        {hasEnded && status !== 'cancelled' && (
          <Messages importId={each.id} hasFailed={status === 'failed'} opened={opened} onOpen={open} />
        )}
        {each.summary?.diff !== undefined && <SharedDiff importId={each.id} />}
      </div>
    </>
  );
}

/** The changes of the import, or those that a dry run would make. */
function SharedDiff({ importId }: { readonly importId: string }) {
  const [search, setSearch] = useState<DiffSearch>({});
  const { data, error, refetch } = useQuery(importDiffQuery(useImportSource(), importId));
  if (error !== null) return <FaultPanel error={error} onRetry={() => void refetch()} />;
  return data === undefined ? (
    <Skeleton label="Loading the changes" />
  ) : (
    <DiffView diff={data} search={search} onSearch={setSearch} isLinkable={false} />
  );
}

/** The parts of the page take imports. A link shows no ids and URLs of the organisation. */
function toImport(shared: SharedImport): ImportResource {
  const links = { self: '', result: '', events: '', document: '', console: '' };
  return { ...shared, organisationId: '', connectorId: '', links };
}
