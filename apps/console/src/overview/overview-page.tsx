import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { NewImportLink } from '../imports/new-import-link.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Failures } from './failures.tsx';
import { FirstSteps } from './first-steps.tsx';
import { Installation } from './installation.tsx';
import { LatestConnectors } from './latest-connectors.tsx';
import { newestConnectors, newestImports } from './overview-queries.ts';
import { UnderWay } from './under-way.tsx';
import { Usage } from './usage.tsx';

/** What runs, what failed lately, what is new, and what is used. Operators also see what needs them. */
export function OverviewPage() {
  const organisation = useOrganisation();
  const { data: session } = useQuery(sessionQuery);
  // Any import or connector: an organisation without both has not begun.
  const imports = useQuery(newestImports(organisation));
  const connectors = useQuery(newestConnectors(organisation));
  const error = imports.error ?? connectors.error;
  const isLoaded = imports.data !== undefined && connectors.data !== undefined;
  const isNew = isLoaded && imports.data.imports.length + connectors.data.connectors.length === 0;
  const retry = (): void => void Promise.all([imports.refetch(), connectors.refetch()]);
  return (
    <>
      <PageHead title="Overview" actions={<NewImportLink />}>
        {session?.organisation?.name ?? 'What runs, what failed, and what is new'}
      </PageHead>
      <div className="flex flex-col gap-8">
        {session?.role === 'operator' && <Installation />}
        {error !== null && <FaultPanel error={error} onRetry={retry} />}
        {error === null && !isLoaded && <Skeleton rows={8} label="Loading the overview" />}
        {error === null && isNew && <FirstSteps />}
        {error === null && isLoaded && !isNew && <Sections />}
      </div>
    </>
  );
}

function Sections() {
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-8">
        <UnderWay />
        <Failures />
        <LatestConnectors />
      </div>
      <Usage />
    </div>
  );
}
