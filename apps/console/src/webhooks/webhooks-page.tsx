import type { ImportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { importsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Ago } from '../parts/ago.tsx';
import { Chips } from '../parts/chips.tsx';
import { Command, Empty } from '../parts/empty.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { DeliveryStatus, deliveryStatuses, deliveryWord, describeAttempts } from './delivery-status.tsx';

const route = getRouteApi('/signed-in/webhooks');

/** The notifications of ended imports: where they go, and how their last attempt ended. */
export function WebhooksPage() {
  const { notification, ...cursor } = route.useSearch();
  const navigate = route.useNavigate();
  const filter = { ...cursor, notification: notification ?? deliveryStatuses };
  const { data, error, refetch } = useQuery(importsQuery(useOrganisation(), filter));
  const kept = notification === undefined ? {} : { notification };
  return (
    <>
      <PageHead title="Webhooks">Notifications of ended imports, and how their receivers responded</PageHead>
      <Chips
        label="Delivery"
        choices={deliveryStatuses}
        wordOf={deliveryWord}
        chosen={notification ?? []}
        onChange={(chosen) => void navigate({ search: chosen.length === 0 ? {} : { notification: chosen } })}
      />
      {data === undefined && error === null && <Skeleton rows={8} label="Loading notifications" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && error === null && data.imports.length === 0 && (
        <NoDeliveries isFiltered={notification !== undefined} />
      )}
      {data !== undefined && error === null && data.imports.length > 0 && (
        <>
          <Table label="Notifications" columns={columns} rows={data.imports} keyOf={({ id }) => id} isLinked />
          <Pager page={data} noun="notification" onMove={(next) => void navigate({ search: { ...kept, ...next } })} />
        </>
      )}
    </>
  );
}

const columns: readonly Column<ImportResource>[] = [
  {
    head: 'Delivery',
    className: 'w-32 sm:w-36',
    cell: ({ callback }) => callback !== undefined && <DeliveryStatus status={callback.status} />,
  },
  { head: 'Receiver', isRowHead: true, cell: (each) => <ReceiverCell each={each} /> },
  {
    head: 'Last attempt',
    className: 'hidden w-56 sm:table-cell',
    cell: ({ callback }) => callback !== undefined && <span className="text-quiet">{describeAttempts(callback)}</span>,
  },
  { head: 'When', isNumber: true, className: 'hidden w-40 md:table-cell', cell: (each) => <WhenCell each={each} /> },
];

interface CellProps {
  readonly each: ImportResource;
}

function ReceiverCell({ each: { id, callback, connectorName, document, version } }: CellProps) {
  return (
    <>
      <Link
        to="/imports/$importId"
        params={{ importId: id }}
        className="block truncate font-medium after:absolute after:inset-0"
      >
        {callback?.url}
      </Link>
      <span className="block truncate text-sm text-quiet">
        {[connectorName ?? document?.filename, version].filter(Boolean).join(' ')}
      </span>
      {callback !== undefined && (
        <span className="block truncate text-sm text-quiet sm:hidden">{describeAttempts(callback)}</span>
      )}
    </>
  );
}

/** The next attempt, or else the last one. */
function WhenCell({ each: { callback, createdAt } }: CellProps) {
  const next = callback?.nextAttemptAt;
  return (
    <span className="text-quiet">
      {next !== undefined && 'next '}
      <Ago time={next ?? callback?.attempts.at(-1)?.at ?? createdAt} />
    </span>
  );
}

function NoDeliveries({ isFiltered }: { readonly isFiltered: boolean }) {
  if (isFiltered)
    return (
      <Empty title="No notification matches the filters">
        <Link to="/webhooks" search={{}} className="link">
          Show all notifications
        </Link>
      </Empty>
    );
  return (
    <Empty title="No import asks for a notification">
      <p>An import with a callbackUrl notifies it when it ends. Create the secret that signs notifications first:</p>
      <Command>curl -X POST -H "$AUTH" "$API/callback-secret"</Command>
    </Empty>
  );
}
