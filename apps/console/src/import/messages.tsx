import type { ImportResource, MessageGroups } from '@connectory/contract';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { messageGroupsQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { counted } from '../format/numbers.ts';
import { Disclosure } from '../parts/disclosure.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Severity } from '../parts/severity.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Places } from './places.tsx';

const route = getRouteApi('/signed-in/imports/$importId');

type Group = MessageGroups['groups'][number];

/** The messages of an import by code, most severe first. The open one is in the address. */
export function Messages({ each }: { readonly each: ImportResource }) {
  const { data, error, refetch } = useQuery(messageGroupsQuery(useOrganisation(), each.id));
  return (
    <section aria-labelledby="messages">
      <h2 id="messages" className="mb-3 text-lg font-semibold">
        Messages
        {data !== undefined && <span className="ml-2 font-normal text-quiet">{data.groups.length}</span>}
      </h2>
      {data === undefined && error === null && <Skeleton rows={4} label="Loading messages" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {data?.groups.length === 0 && (
        <p className="card p-4 text-quiet">
          {each.status === 'failed'
            ? 'No messages: the document was not mapped.'
            : 'No messages: everything was imported as written.'}
        </p>
      )}
      {data !== undefined && data.groups.length > 0 && (
        <ul className="card divide-y divide-line overflow-hidden">
          {data.groups.map((group) => (
            <MessageItem key={`${group.code ?? ''} ${group.severity}`} importId={each.id} group={group} />
          ))}
        </ul>
      )}
    </section>
  );
}

function MessageItem({ importId, group }: { readonly importId: string; readonly group: Group }) {
  const { message: opened } = route.useSearch();
  const navigate = route.useNavigate();
  const { code, severity, places, unlisted } = group;
  const isOpen = code !== undefined && opened === code;
  return (
    <Disclosure
      isOpen={isOpen}
      onToggle={(open) => void navigate({ search: open ? { message: code } : {}, replace: true, resetScroll: false })}
      isDisabled={code === undefined}
      lead={<Severity severity={severity} />}
      title={<span className="font-mono text-sm font-medium">{code ?? 'Message'}</span>}
      text={withoutCode(group)}
      end={counted(places + unlisted, 'place')}
    >
      {code !== undefined && <Places importId={importId} code={code} />}
    </Disclosure>
  );
}

/** The text repeats the code at its start. */
function withoutCode({ code, text }: Group): string {
  const start = `[${code ?? ''}] `;
  return text.startsWith(start) ? text.slice(start.length) : text;
}
