import type { ActionResource, EntityEditResource } from '@connectory/client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { MessageSquareWarning } from 'lucide-react';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { isTyping } from '../palette/is-typing.ts';
import { EditedTag } from '../parts/edited-tag.tsx';
import { rangeWith } from '../parts/range-with.ts';
import { readablePath } from '../format/readable-path.ts';
import { Method } from './method.tsx';

interface ActionListProps {
  readonly actions: readonly ActionResource[];
  /** By the ids of the entities. */
  readonly edits: ReadonlyMap<string, EntityEditResource> | undefined;
  /** Ids of the actions that a message is about. */
  readonly withMessage: ReadonlySet<string>;
  /** Name of the open action. */
  readonly open: string | undefined;
  readonly onOpen: (name: string) => void;
}

const rowHeight = 52;

/** A list of any length: only the rows in sight are in the page. The arrow keys, `j` and `k` open the next one. */
export function ActionList({ actions, edits, withMessage, open, onOpen }: ActionListProps) {
  const box = useRef<HTMLDivElement>(null);
  const place = actions.findIndex(({ name }) => name === open);
  const rows = useVirtualizer({
    count: actions.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    // The list names its open row to screen readers, so the row is in the page even when out of sight.
    rangeExtractor: rangeWith(place),
  });
  useEffect(() => {
    if (place !== -1) rows.scrollToIndex(place, { align: 'auto' });
  }, [place, rows]);
  useFocusAtKeys(box);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const next = step === undefined ? undefined : actions[Math.max(place + step, 0)];
    if (next === undefined) return;
    event.preventDefault();
    onOpen(next.name);
  };
  if (actions.length === 0) return <p className="card p-6 text-center text-quiet">No action matches.</p>;
  return (
    <div
      ref={box}
      role="listbox"
      aria-label="Actions"
      aria-activedescendant={place === -1 ? undefined : `action-${place}`}
      tabIndex={0}
      onKeyDown={move}
      className="card h-[calc(100dvh-19rem)] min-h-80 overflow-y-auto"
    >
      <div className="relative" role="presentation" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const action = actions[index];
          return (
            action !== undefined && (
              <ActionRow
                key={action.id}
                action={action}
                edit={edits?.get(action.id)}
                hasMessage={withMessage.has(action.id)}
                place={index}
                count={actions.length}
                top={start}
                isOpen={action.name === open}
                onOpen={onOpen}
              />
            )
          );
        })}
      </div>
    </div>
  );
}

/** `j` and `k` anywhere on the page go to the list. */
function useFocusAtKeys(box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent): void => {
      if (!['j', 'k'].includes(event.key) || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      if (box.current?.contains(document.activeElement) === false) box.current.focus();
    };
    // Before the list takes the key.
    document.addEventListener('keydown', press, true);
    return () => document.removeEventListener('keydown', press, true);
  }, [box]);
}

interface ActionRowProps {
  readonly action: ActionResource;
  readonly edit: EntityEditResource | undefined;
  readonly hasMessage: boolean;
  readonly place: number;
  readonly count: number;
  readonly top: number;
  readonly isOpen: boolean;
  readonly onOpen: (name: string) => void;
}

function ActionRow({ action, edit, hasMessage, place, count, top, isOpen, onOpen }: ActionRowProps) {
  const { name, method, path, summary } = action;
  return (
    // The list has the focus and handles the keys.
    <div
      id={`action-${place}`}
      role="option"
      aria-selected={isOpen}
      aria-posinset={place + 1}
      aria-setsize={count}
      onClick={() => onOpen(name)}
      style={{ transform: `translateY(${top}px)`, height: rowHeight }}
      className="absolute inset-x-0 top-0 flex cursor-pointer items-center gap-3 border-b border-line px-3 hover:bg-sunken aria-selected:bg-accent-soft"
    >
      <Method method={method} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-mono text-sm">{readablePath(path)}</span>
        <span className="block truncate text-sm leading-4.5 text-quiet">{summary ?? name}</span>
      </span>
      {hasMessage && <MessageSquareWarning size={15} aria-label="Has a message" className="shrink-0 text-quiet" />}
      {edit !== undefined && <EditedTag edit={edit} />}
    </div>
  );
}
