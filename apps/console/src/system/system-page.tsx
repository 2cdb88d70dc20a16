import type { SystemState } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ExternalLink } from 'lucide-react';
import { systemQuery } from '../client/operator-queries.ts';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Alerts } from './alerts.tsx';
import { Facts, Health } from './health.tsx';
import { Processes } from './processes.tsx';
import {
  apiFacts,
  databaseFacts,
  diskFacts,
  housekeepingFacts,
  isDiskFull,
  isHousekeepingLate,
  queueFacts,
  recentFacts,
  waitingFacts,
  workerFacts,
} from './system-facts.tsx';

/** The state of the installation: what needs an operator, its parts, and the work. */
export function SystemPage() {
  const { data, error, refetch } = useQuery(systemQuery);
  return (
    <>
      <PageHead title="System" actions={<Links />}>
        The state of all processes, the database and the queue
      </PageHead>
      {data === undefined && error === null && <Skeleton rows={8} label="Loading the state of the system" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && error === null && <State state={data} />}
    </>
  );
}

const linkClass = 'link inline-flex min-h-9 items-center gap-1.5';

function Links() {
  return (
    <nav aria-label="Beside the console" className="flex flex-wrap gap-x-4">
      <a href="/console/system/queues/" className={linkClass}>
        Queues
        <ExternalLink size={14} aria-hidden />
      </a>
      <a href="/docs/" className={linkClass}>
        API
        <ExternalLink size={14} aria-hidden />
      </a>
      <Link to="/limits" className={linkClass}>
        Limits
      </Link>
    </nav>
  );
}

interface StateProps {
  readonly state: SystemState;
}

function State({ state }: StateProps) {
  const names = state.alerts.map(({ name }) => name);
  return (
    <div className="flex flex-col gap-6">
      <Alerts alerts={state.alerts} />
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Health name="API" status="ok" facts={apiFacts(state)} />
        <Health
          name="Workers"
          status={names.includes('ConnectoryProcessDown') ? 'bad' : warnIf(names.includes('ConnectoryImportsSwept'))}
          facts={workerFacts(state)}
        />
        <Health
          name="Database"
          status={warnIf(names.includes('ConnectoryPoolExhausted'))}
          facts={databaseFacts(state)}
        />
        <Health name="Queue" status={state.queue.status === 'ok' ? 'ok' : 'bad'} facts={queueFacts(state)} />
      </div>
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Facts name="Work" facts={waitingFacts(state)} />
        <Facts name="Imports of the last hour" facts={recentFacts(state)} />
        <Health name="Disk" status={warnIf(isDiskFull(state))} facts={diskFacts(state)} />
        <Health name="Housekeeping" status={warnIf(isHousekeepingLate(state))} facts={housekeepingFacts(state)} />
      </div>
      <Processes state={state} />
    </div>
  );
}

function warnIf(isTroubled: boolean): 'ok' | 'warn' {
  return isTroubled ? 'warn' : 'ok';
}
