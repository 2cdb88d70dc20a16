import type { ReimportResource, SystemState } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { reimportsQuery, systemQuery } from '../client/operator-queries.ts';
import { formatCount, formatMs } from '../format/numbers.ts';
import { Ago } from '../parts/ago.tsx';
import { Pending } from '../parts/pending.tsx';
import { Section } from '../parts/section.tsx';
import { Tag } from '../parts/tag.tsx';
import { describeRun, describeSelector } from '../reimports/describe-run.ts';
import { RunStatus } from '../reimports/outcome.tsx';
import { RunBar } from '../reimports/run-bar.tsx';
import { Alerts } from '../system/alerts.tsx';
import { ListRow, listClass, rowLinkClass } from '../parts/list-row.tsx';

/** Of the newest runs, those that have not ended are shown. */
const readRuns = 10;

const refreshMs = 5_000;

/** What needs an operator, in all organisations: alerts, waiting imports, and bulk runs that have not ended. */
export function Installation() {
  const query = useQuery(systemQuery);
  const { data: state } = query;
  const { data: runs } = useQuery({ ...reimportsQuery({ first: readRuns }), refetchInterval: refreshMs });
  const open = runs?.reimports.filter(({ status }) => status !== 'finished' && status !== 'cancelled') ?? [];
  return (
    <Section
      title="Installation"
      end={
        <Link to="/system" className="link">
          System
        </Link>
      }
    >
      <div className="flex flex-col gap-4">
        {state === undefined && <Pending query={query} rows={2} label="Loading the state of the system" />}
        {state !== undefined && <Alerts alerts={state.alerts} />}
        {state !== undefined && <Figures state={state} />}
        {open.length > 0 && (
          <ul className={listClass} aria-label="Bulk runs that have not ended">
            {open.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </ul>
        )}
      </div>
    </Section>
  );
}

function Figures({ state: { interactive, bulk, workers, lastHour } }: { readonly state: SystemState }) {
  const waits = (seconds: number, count: number): string => (count === 0 ? '' : `oldest ${formatMs(seconds * 1_000)}`);
  const failed = lastHour.failed + lastHour.defects;
  return (
    <dl className="card grid grid-cols-2 divide-line sm:grid-cols-4 sm:divide-x">
      <Figure name="Running imports" value={workers.running} />
      <Figure
        name="Waiting imports"
        value={interactive.count}
        text={waits(interactive.oldestSeconds, interactive.count)}
      />
      <Figure name="Waiting bulk imports" value={bulk.count} text={waits(bulk.oldestSeconds, bulk.count)} />
      <Figure
        name="Failed in the last hour"
        value={failed}
        text={`of ${formatCount(failed + lastHour.succeeded + lastHour.cancelled)}`}
      />
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: number;
  readonly text?: string;
}

function Figure({ name, value, text = '' }: FigureProps) {
  return (
    <div className="px-4 py-3 sm:px-5">
      <dt className="text-sm text-quiet">{name}</dt>
      <dd className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-xl font-semibold tabular-nums">{formatCount(value)}</span>
        <span className="text-sm text-quiet">{text}</span>
      </dd>
    </div>
  );
}

function RunRow({ run }: { readonly run: ReimportResource }) {
  return (
    <ListRow
      lead={<RunStatus status={run.status} />}
      link={
        <Link to="/reimports/$reimportId" params={{ reimportId: run.id }} className={rowLinkClass}>
          {describeSelector(run.selector)} {run.dryRun && <Tag>Dry run</Tag>}
        </Link>
      }
      text={
        <>
          {describeRun(run)}
          <span className="mt-2 mb-1 block">
            <RunBar run={run} />
          </span>
        </>
      }
      end={<Ago time={run.createdAt} />}
    />
  );
}
