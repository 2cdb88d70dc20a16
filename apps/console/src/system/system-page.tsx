import type { SystemState } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { CircleCheck, ExternalLink, OctagonX, TriangleAlert } from 'lucide-react';
import { systemQuery } from '../client/operator-queries.ts';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Tag } from '../parts/tag.tsx';
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

function Alerts({ alerts }: Pick<SystemState, 'alerts'>) {
  return (
    <section aria-labelledby="alerts" role="status" className="card overflow-hidden">
      <h2 id="alerts" className="sr-only">
        Alerts
      </h2>
      {alerts.length === 0 && (
        <p className="flex items-center gap-2 px-4 py-4 text-lg font-semibold text-ok sm:px-5">
          <CircleCheck size={20} aria-hidden />
          Nothing needs an operator
        </p>
      )}
      {alerts.length > 0 && (
        <ul className="divide-y divide-line">
          {alerts.map((alert) => (
            <AlertRow key={alert.name} alert={alert} />
          ))}
        </ul>
      )}
    </section>
  );
}

function AlertRow({ alert: { name, severity, summary } }: { readonly alert: SystemState['alerts'][number] }) {
  const isUrgent = severity === 'page';
  const Icon = isUrgent ? OctagonX : TriangleAlert;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3 sm:px-5">
      <span className={`inline-flex items-center gap-1.5 font-medium ${isUrgent ? 'text-bad' : 'text-warn'}`}>
        <Icon size={16} aria-hidden />
        {isUrgent ? 'Urgent' : 'Soon'}
      </span>
      <span className="min-w-0 flex-1 basis-60 wrap-anywhere">{summary}</span>
      <Tag>{name}</Tag>
    </li>
  );
}
