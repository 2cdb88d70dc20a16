import { Lock, Search } from 'lucide-react';
import { type KeyboardEvent, useDeferredValue, useEffect, useRef, useState } from 'react';
import { type Command, matchingCommands } from './command.ts';
import { Modal } from './modal.tsx';
import { useFoundCommands } from './use-found-commands.ts';
import { useStaticCommands } from './use-static-commands.ts';

interface PaletteProps {
  readonly onClose: () => void;
  readonly showShortcuts: () => void;
}

/** Goes to connectors, versions, imports, pages and actions by their names. */
export function CommandPalette({ onClose, showShortcuts }: PaletteProps) {
  const [text, setText] = useState('');
  const [place, setPlace] = useState(0);
  const [isEntered, setEntered] = useState(false);
  const searched = useDeferredValue(text.trim());
  const { commands: found, isPending } = useFoundCommands(searched);
  const isBehind = isPending || searched !== text.trim();
  const fixed = matchingCommands(useStaticCommands(showShortcuts), text);
  // Without a text the pages come first, because nothing was searched.
  const commands = text.trim() === '' ? [...fixed, ...found] : [...found, ...fixed];
  const chosen = Math.min(place, commands.length - 1);
  const start = (command: Command | undefined): void => {
    if (command === undefined || command.needs !== undefined) return;
    onClose();
    command.run();
  };
  // Enter, pressed while the results of the text were still to come, opens the first of them.
  useEffect(() => {
    if (isEntered && !isBehind) start(commands[chosen]);
  });
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setPlace((chosen + step + commands.length) % Math.max(commands.length, 1));
    else if (event.key === 'Enter' && isBehind) setEntered(true);
    else if (event.key === 'Enter') start(commands[chosen]);
    else return;
    event.preventDefault();
  };
  const change = (next: string): void => {
    setText(next);
    setPlace(0);
    setEntered(false);
  };
  return (
    <Modal label="Commands" onClose={onClose}>
      <div className="relative border-b border-line">
        <Search size={18} aria-hidden className="pointer-events-none absolute top-4 left-4 text-quiet" />
        <input
          autoFocus
          role="combobox"
          aria-label="Search connectors, imports, pages and actions"
          aria-expanded={commands.length > 0}
          aria-controls="commands"
          aria-activedescendant={commands.length === 0 ? undefined : `command-${chosen}`}
          placeholder="Go to a connector, an import, a page …"
          className="w-full bg-transparent py-3.5 pr-4 pl-11 text-lg placeholder:text-quiet focus-visible:outline-none"
          value={text}
          onChange={({ target }) => change(target.value)}
          onKeyDown={press}
        />
      </div>
      <CommandList commands={commands} chosen={chosen} isBehind={isBehind} onStart={start} />
      <p className="sr-only" role="status">
        {isBehind ? 'Searching …' : `${commands.length} found`}
      </p>
    </Modal>
  );
}

interface CommandListProps {
  readonly commands: readonly Command[];
  readonly chosen: number;
  /** Whether results are still to come. */
  readonly isBehind: boolean;
  readonly onStart: (command: Command) => void;
}

function CommandList({ commands, chosen, isBehind, onStart }: CommandListProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const groups = [...new Set(commands.map(({ group }) => group))];
  const isNothing = commands.every(({ group }) => group === 'Search');
  return (
    <>
      {isNothing && <p className="px-4 py-8 text-center text-quiet">{isBehind ? 'Searching …' : 'Nothing found'}</p>}
      <div ref={box} id="commands" role="listbox" aria-label="Commands" className="max-h-[60vh] overflow-y-auto py-2">
        {groups.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <p aria-hidden className="px-4 pt-2 pb-1 text-xs font-medium text-quiet">
              {group}
            </p>
            {commands.map(
              (command, index) =>
                command.group === group && (
                  <CommandRow
                    key={command.id}
                    command={command}
                    place={index}
                    isChosen={index === chosen}
                    onStart={onStart}
                  />
                ),
            )}
          </div>
        ))}
      </div>
    </>
  );
}

interface CommandRowProps {
  readonly command: Command;
  readonly place: number;
  readonly isChosen: boolean;
  readonly onStart: (command: Command) => void;
}

function CommandRow({ command, place, isChosen, onStart }: CommandRowProps) {
  const { title, detail, needs } = command;
  return (
    // The field has the focus and handles the keys.
    <div
      id={`command-${place}`}
      role="option"
      aria-selected={isChosen}
      aria-disabled={needs !== undefined}
      onClick={() => onStart(command)}
      className="flex cursor-pointer items-baseline justify-between gap-4 px-4 py-2 hover:bg-sunken aria-disabled:cursor-not-allowed aria-disabled:text-quiet aria-selected:bg-accent-soft"
    >
      <span className="min-w-0 truncate font-medium">{title}</span>
      {needs === undefined ? (
        detail !== undefined && <span className="max-w-1/2 shrink-0 truncate text-sm text-quiet">{detail}</span>
      ) : (
        <span className="inline-flex shrink-0 items-center gap-1 text-sm text-quiet">
          <Lock size={12} aria-hidden />
          needs the role “{needs}”
        </span>
      )}
    </div>
  );
}
