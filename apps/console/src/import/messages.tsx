import type { ImportResource, MessageGroups } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { messageGroupsQuery } from '../client/import-queries.ts';
import { useImportSource } from '../client/import-source.ts';
import { counted } from '../format/numbers.ts';
import { Disclosure } from '../parts/disclosure.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { Severity } from '../parts/severity.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import { Places } from './places.tsx';

type Group = MessageGroups['groups'][number];

interface MessagesProps {
  readonly each: ImportResource;
  /** Code of the open message. */
  readonly opened: string | undefined;
  readonly onOpen: (code: string | undefined) => void;
}

/** The messages of an import by code, most severe first. */
export function Messages({ each, opened, onOpen }: MessagesProps) {
  const { data, error, refetch } = useQuery(messageGroupsQuery(useImportSource(), each.id));
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
            <MessageItem
              key={`${group.code ?? ''} ${group.severity}`}
              importId={each.id}
              group={group}
              opened={opened}
              onOpen={onOpen}
            />
          ))}
        </ul>
      )}
    </section>
  );
}

interface MessageItemProps extends Omit<MessagesProps, 'each'> {
  readonly importId: string;
  readonly group: Group;
}

function MessageItem({ importId, group, opened, onOpen }: MessageItemProps) {
  const { code, severity, places, unlisted } = group;
  const isOpen = code !== undefined && opened === code;
  return (
    <Disclosure
      isOpen={isOpen}
      onToggle={(open) => onOpen(open ? code : undefined)}
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
