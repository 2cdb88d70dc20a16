import type { AuditEventResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { CircleCheck, OctagonX, ShieldX } from 'lucide-react';
import { Fragment } from 'react';
import { pathOf } from '../client/address.ts';
import { download } from '../client/download.ts';
import { auditQuery } from '../client/operator-queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Ago } from '../parts/ago.tsx';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';

const route = getRouteApi('/signed-in/audit');

const outcomes = {
  succeeded: { word: 'Done', icon: CircleCheck, look: 'text-ok' },
  refused: { word: 'Refused', icon: ShieldX, look: 'text-warn' },
  failed: { word: 'Failed', icon: OctagonX, look: 'text-bad' },
} as const;

const columns: readonly Column<AuditEventResource>[] = [
  { head: 'Outcome', className: 'w-26 sm:w-30', cell: ({ outcome }) => <AuditOutcome outcome={outcome} /> },
  {
    head: 'Action',
    isRowHead: true,
    cell: ({ action }) => <ActionName action={action} />,
  },
  {
    head: 'By',
    className: 'hidden truncate sm:table-cell',
    cell: ({ actor }) => <span className="text-quiet">{actor.name ?? actor.id ?? actor.kind}</span>,
  },
  {
    head: 'When',
    isNumber: true,
    className: 'w-28 sm:w-32',
    cell: ({ at }) => (
      <span className="text-quiet">
        <Ago time={at} />
      </span>
    ),
  },
];

/** Who changed what in the organisation, and what was refused. */
export function AuditPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const organisation = useOrganisation();
  const { data, error, refetch } = useQuery(auditQuery(organisation, { ...search }));
  return (
    <>
      <PageHead
        title="Audit"
        actions={
          <Button
            onClick={() => void download(pathOf(organisation, '/audit'), { type: 'text/csv', name: 'audit.csv' })}
          >
            CSV
          </Button>
        }
      >
        Who changed what, and what was refused
      </PageHead>
      {data === undefined && error === null && <Skeleton rows={8} label="Loading events" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data?.events.length === 0 && (
        <Empty title="No events yet">
          <p>Nothing was changed, and nothing was refused. Each import, edit and refusal is listed here.</p>
        </Empty>
      )}
      {data !== undefined && data.events.length > 0 && (
        <>
          <Table label="Audit events" columns={columns} rows={data.events} keyOf={({ id }) => id} isDense />
          <Pager page={data} noun="event" onMove={(cursor) => void navigate({ search: cursor })} />
        </>
      )}
    </>
  );
}

/** Breaks after a dot or an underscore on a narrow screen, not within a word. */
function ActionName({ action }: Pick<AuditEventResource, 'action'>) {
  return (
    <code className="font-mono text-sm wrap-anywhere">
      {action.split(/(?<=[._])/).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </code>
  );
}

function AuditOutcome({ outcome }: Pick<AuditEventResource, 'outcome'>) {
  const { word, icon: Icon, look } = outcomes[outcome];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${look}`}>
      <Icon size={16} aria-hidden />
      {word}
    </span>
  );
}
