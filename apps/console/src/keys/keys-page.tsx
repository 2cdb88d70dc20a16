import type { ApiKeyResource } from '@connectory/client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Ban, CircleCheck, Clock } from 'lucide-react';
import { useState } from 'react';
import { operatorPath } from '../client/address.ts';
import { apiPost } from '../client/call-api.ts';
import { keysQuery } from '../client/operator-queries.ts';
import { Ago } from '../parts/ago.tsx';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { Pager } from '../parts/pager.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { type Column, Table } from '../parts/table.tsx';
import { Tag } from '../parts/tag.tsx';
import { NewKey } from './new-key.tsx';

const route = getRouteApi('/signed-in/keys');

const statuses = {
  valid: { word: 'Valid', icon: CircleCheck, look: 'text-ok' },
  expired: { word: 'Expired', icon: Clock, look: 'text-quiet' },
  revoked: { word: 'Revoked', icon: Ban, look: 'text-quiet' },
} as const;

const columns: readonly Column<ApiKeyResource>[] = [
  { head: 'Status', className: 'w-26 sm:w-30', cell: ({ status }) => <KeyStatus status={status} /> },
  { head: 'Name', isRowHead: true, cell: (key) => <NameCell apiKey={key} /> },
  { head: 'Role', className: 'hidden w-44 sm:table-cell', cell: (key) => <RoleCell apiKey={key} /> },
  {
    head: 'Last used',
    isNumber: true,
    className: 'hidden w-28 md:table-cell',
    cell: ({ lastUsedAt }) => <TimeCell time={lastUsedAt} absent="never" />,
  },
  {
    head: 'Expires',
    isNumber: true,
    className: 'hidden w-28 lg:table-cell',
    cell: ({ expiresAt }) => <TimeCell time={expiresAt} absent="never" />,
  },
  {
    head: <span className="sr-only">Change</span>,
    className: 'w-28 sm:w-30',
    isNumber: true,
    cell: (key) => <Revoke apiKey={key} />,
  },
];

/** The API keys of all organisations, newest first. */
export function KeysPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(keysQuery({ ...search }));
  return (
    <>
      <PageHead title="API keys">A revoked key is refused at once, and its sessions end</PageHead>
      <NewKey />
      {data === undefined && error === null && <Skeleton label="Loading keys" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <>
          <Table label="API keys" columns={columns} rows={data.keys} keyOf={({ id }) => id} />
          <Pager page={data} noun="key" onMove={(cursor) => void navigate({ search: cursor })} />
        </>
      )}
    </>
  );
}

interface KeyProps {
  readonly apiKey: ApiKeyResource;
}

function KeyStatus({ status }: Pick<ApiKeyResource, 'status'>) {
  const { word, icon: Icon, look } = statuses[status];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${look}`}>
      <Icon size={16} aria-hidden />
      {word}
    </span>
  );
}

function NameCell({ apiKey: { name, prefix, role } }: KeyProps) {
  return (
    <>
      <span className="block truncate font-medium">{name}</span>
      <code className="block truncate font-mono text-xs text-quiet">{prefix}…</code>
      <span className="block truncate text-sm text-quiet sm:hidden">{role}</span>
    </>
  );
}

function RoleCell({ apiKey: { role, scopes } }: KeyProps) {
  return (
    <>
      {role}
      {scopes !== undefined && (
        <span className="mt-1 flex flex-wrap gap-1">
          {scopes.map((scope) => (
            <Tag key={scope}>{scope}</Tag>
          ))}
        </span>
      )}
    </>
  );
}

function TimeCell({ time, absent }: { readonly time: string | undefined; readonly absent: string }) {
  return <span className="text-quiet">{time === undefined ? absent : <Ago time={time} />}</span>;
}

/** Revokes a key at the second click, because a revoked key does not come back. */
function Revoke({ apiKey: { id, name, status } }: KeyProps) {
  const client = useQueryClient();
  const { mutate, isPending, isIdle } = useRevoke(id, () => client.invalidateQueries({ queryKey: ['keys'] }));
  const [isAsked, ask] = useState(false);
  if (status !== 'valid') return null;
  return (
    <Button
      aria-label={`${isAsked ? 'Confirm: revoke' : 'Revoke'} ${name}`}
      disabled={isPending || !isIdle}
      className={isAsked ? 'text-bad' : ''}
      onClick={() => (isAsked ? mutate() : ask(true))}
    >
      {isAsked ? 'Sure?' : 'Revoke'}
    </Button>
  );
}

function useRevoke(id: string, onSuccess: () => unknown) {
  return useMutation({
    mutationFn: () => apiPost(operatorPath('/keys/{key_id}/revoke', { key_id: id })),
    onSuccess,
  });
}
