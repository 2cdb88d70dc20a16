import { type FocusEvent, type KeyboardEvent, useState } from 'react';
import { schemaAddress } from '../client/schema-address.ts';
import { ActiveItemContext } from './active-item.ts';
import { SchemaNode } from './schema-node.tsx';

interface SchemaTreeProps {
  /** URL of the schema. */
  readonly url: string;
  /** What the schema describes. */
  readonly name: string;
  readonly startsOpen?: boolean;
}

const rootId = 'root';

/** A schema as a tree. Parts are read when they are opened, so that schemas in cycles can be followed without an end. */
export function SchemaTree({ url, name, startsOpen = false }: SchemaTreeProps) {
  const [active, activate] = useState(rootId);
  const path = schemaAddress(url);
  return (
    <ActiveItemContext value={active}>
      <ul
        role="tree"
        aria-label={`Schema of ${name}`}
        className="overflow-hidden rounded-md border border-line py-1"
        onKeyDown={move}
        onFocus={({ target }: FocusEvent<HTMLElement>) => activate(target.dataset['item'] ?? rootId)}
      >
        <SchemaNode
          id={rootId}
          name="Schema"
          isRoot
          schema={{ $ref: path.split('/').at(-1) ?? '' }}
          base={path}
          level={1}
          trail={[]}
          startsOpen={startsOpen}
        />
      </ul>
    </ActiveItemContext>
  );
}

/** The keys of a tree: https://www.w3.org/WAI/ARIA/apg/patterns/treeview/ */
function move(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget: tree, key } = event;
  if (!(target instanceof HTMLElement) || target.getAttribute('role') !== 'treeitem') return;
  const items = [...tree.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  const index = items.indexOf(target);
  const isOpen = target.getAttribute('aria-expanded');
  const toggle = (): void => target.click();
  const moves: { readonly [key: string]: () => void } = {
    ArrowDown: () => items[index + 1]?.focus(),
    ArrowUp: () => items[index - 1]?.focus(),
    Home: () => items[0]?.focus(),
    End: () => items.at(-1)?.focus(),
    ArrowRight: () => (isOpen === 'false' ? toggle() : items[index + 1]?.focus()),
    ArrowLeft: () => (isOpen === 'true' ? toggle() : parentOf(target)?.focus()),
    Enter: toggle,
    ' ': toggle,
  };
  const action = moves[key];
  if (action === undefined) return;
  event.preventDefault();
  action();
}

/** The item that a group of items belongs to stands before the group. */
function parentOf(item: HTMLElement): HTMLElement | undefined {
  const before = item.closest('[role="group"]')?.previousElementSibling;
  return before instanceof HTMLElement ? before : undefined;
}
