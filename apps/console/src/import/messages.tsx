import type { MessageGroups } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { messageGroupsQuery } from '../client/import-queries.ts';
import { useImportSource } from '../client/import-source.ts';
import { counted, formatCount } from '../format/numbers.ts';
import { Chips } from '../parts/chips.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { NewTag } from '../parts/new-tag.tsx';
import { Severity } from '../parts/severity.tsx';
import { Skeleton } from '../parts/skeleton.tsx';
import type { MessageSearch } from '../search/read-search.ts';
import { fateWords, isOfFate, kindWords, type LedgerKind } from '../parts/ledger-rows.ts';
import { Places } from './places.tsx';
import { useStepKeys } from './use-step-keys.ts';

type Group = MessageGroups['groups'][number];

interface MessagesProps {
  readonly importId: string;
  readonly hasFailed: boolean;
  /** The open message and place. */
  readonly opened: MessageSearch;
  readonly onOpen: (opened: MessageSearch) => void;
}

/** The messages of an import by code, most severe first. The keys `n` and `p` open the next and the previous one. */
export function Messages({ importId, hasFailed, opened, onOpen }: MessagesProps) {
  const { kind, fate } = opened;
  const filter = kind === undefined ? {} : { kind };
  const { data, error, refetch } = useQuery(messageGroupsQuery(useImportSource(), importId, filter));
  const groups = data?.groups.filter(({ severity }) => isOfFate(severity, fate));
  // The verdict says why, and no message adds to it.
  if (hasFailed && groups?.length === 0) return null;
  return (
    <section aria-labelledby="messages">
      <h2 id="messages" tabIndex={-1} className="mb-3 scroll-mt-20 text-lg font-semibold">
        Messages
        {groups !== undefined && <span className="ml-2 font-normal text-quiet">{formatCount(groups.length)}</span>}
      </h2>
      {kind !== undefined && (
        <LedgerFilter kind={kind} fate={fate} onClear={() => onOpen({ message: opened.message })} />
      )}
      {groups === undefined && error === null && <Skeleton rows={4} label="Loading messages" />}
      {error !== null && <FaultPanel error={error} onRetry={() => void refetch()} />}
      {groups?.length === 0 && <p className="card px-4 py-3 text-quiet sm:px-5">{noMessages(kind !== undefined)}</p>}
      {groups !== undefined && groups.length > 0 && (
        <MessageList
          importId={importId}
          groups={groups}
          opened={opened}
          onOpen={(next) => onOpen({ kind, fate, ...next })}
        />
      )}
    </section>
  );
}

function noMessages(isFiltered: boolean): string {
  return isFiltered
    ? 'No listed place of a message is in these parts.'
    : 'No messages: everything was imported as written.';
}

interface LedgerFilterProps extends Pick<MessageSearch, 'fate'> {
  readonly kind: LedgerKind;
  readonly onClear: () => void;
}

/** The number of the ledger to which the messages are limited. */
function LedgerFilter({ kind, fate, onClear }: LedgerFilterProps) {
  const word = [kindWords[kind], fate === undefined ? undefined : fateWords[fate].toLowerCase()].filter(Boolean);
  return (
    <Chips
      label="Messages of"
      choices={[]}
      wordOf={() => ''}
      chosen={[]}
      isLimited
      onChange={onClear}
      extras={[{ word: word.join(', '), onRemove: onClear }]}
    />
  );
}

interface MessageListProps extends Omit<MessagesProps, 'hasFailed'> {
  readonly groups: readonly Group[];
}

function MessageList({ importId, groups, opened, onOpen }: MessageListProps) {
  const list = useRef<HTMLUListElement>(null);
  const hasStepped = useRef(false);
  const codes = groups.flatMap(({ code }) => code ?? []);
  useStepKeys((step) => {
    const present = opened.message === undefined ? -1 : codes.indexOf(opened.message);
    // Without an open message, `p` opens the last one.
    const next = present === -1 ? codes.at(step === 1 ? 0 : -1) : codes[present + step];
    if (next === undefined) return;
    hasStepped.current = true;
    onOpen({ message: next });
  });
  useEffect(() => {
    if (!hasStepped.current) return;
    hasStepped.current = false;
    const button = list.current?.querySelector<HTMLElement>('h3 > [aria-expanded="true"]');
    button?.focus({ preventScroll: true });
    button?.scrollIntoView({ block: 'center' });
  }, [opened.message]);
  return (
    <ul ref={list} className="card divide-y divide-line overflow-hidden">
      {groups.map((group) => (
        <MessageItem
          key={`${group.code ?? ''} ${group.severity}`}
          importId={importId}
          group={group}
          opened={opened}
          onOpen={onOpen}
        />
      ))}
    </ul>
  );
}

interface MessageItemProps extends Omit<MessageListProps, 'groups'> {
  readonly group: Group;
}

function MessageItem({ importId, group, opened, onOpen }: MessageItemProps) {
  const { code, severity, places, unlisted, before } = group;
  const isOpen = code !== undefined && opened.message === code;
  return (
    <Disclosure
      isOpen={isOpen}
      onToggle={(open) => onOpen(open ? { message: code } : {})}
      isDisabled={code === undefined}
      lead={<Severity severity={severity} />}
      title={
        <span className="inline-flex flex-wrap items-baseline gap-x-2">
          <span className="font-mono text-sm font-medium">{code ?? 'Message'}</span>
          {before === 0 && <NewTag />}
        </span>
      }
      text={withoutCode(group)}
      end={
        <>
          {counted(places + unlisted, 'place')}
          {before !== undefined && before > 0 && <Difference count={places + unlisted - before} />}
        </>
      }
    >
      {code !== undefined && (
        <Places
          importId={importId}
          code={code}
          opened={opened.place}
          onOpen={(place) => onOpen({ message: code, place })}
        />
      )}
    </Disclosure>
  );
}

/** How many places there are more or less than in the version before. */
function Difference({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span className="block text-xs md:text-right">
      {formatCount(Math.abs(count))} {count > 0 ? 'more' : 'fewer'} than before
    </span>
  );
}

/** Brings the messages into sight, also for the keyboard. */
export function showMessages(): void {
  const heading = document.getElementById('messages');
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: 'start' });
}

/** The text repeats the code at its start. */
export function withoutCode({ code, text }: Pick<Group, 'code' | 'text'>): string {
  const start = `[${code ?? ''}] `;
  return text.startsWith(start) ? text.slice(start.length) : text;
}
