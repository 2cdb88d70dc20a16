import type { VersionDiff } from '@connectory/client';
import { useEffect, useRef } from 'react';
import { counted } from '../format/numbers.ts';
import { ChangeClass } from '../parts/change-class.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { Tag } from '../parts/tag.tsx';
import { Values } from '../parts/values.tsx';
import { codeInWords } from './code-in-words.ts';
import { ruleSentence } from './rule-sentence.ts';

type Entry = VersionDiff['entries'][number];

interface DiffEntryProps {
  readonly entry: Entry;
  readonly isOpen: boolean;
  /** Number of the change that a link leads to, from 1. */
  readonly marked?: number | undefined;
  /** The link to a change by its number; undefined where the address does not lead to one. */
  readonly linkOf?: ((change: number) => string) | undefined;
  readonly onToggle: (isOpen: boolean) => void;
}

/** An entity with its changes. */
export function DiffEntry({ entry, isOpen, marked, linkOf, onToggle }: DiffEntryProps) {
  const { kind, name, was, change, changes, omitted = 0 } = entry;
  return (
    <Disclosure
      isOpen={isOpen}
      onToggle={onToggle}
      lead={<ChangeClass name={entry.class} />}
      title={
        <>
          <span className="font-medium wrap-anywhere">{name}</span>
          {was !== undefined && <span className="text-quiet"> was {was}</span>}
        </>
      }
      text={`${kind} ${change}`}
      end={counted(changes.length + omitted, 'change')}
    >
      <ul className="flex flex-col gap-4">
        {changes.map((each, index) => (
          <ChangeItem
            key={`${index} ${each.code} ${each.at}`}
            change={each}
            isMarked={marked === index + 1}
            link={linkOf?.(index + 1)}
          />
        ))}
      </ul>
      {omitted > 0 && <p className="mt-3 text-quiet">{counted(omitted, 'further change')} not listed.</p>}
      <Touched entry={entry} />
    </Disclosure>
  );
}

interface ChangeItemProps {
  readonly change: Entry['changes'][number];
  readonly isMarked: boolean;
  readonly link: string | undefined;
}

function ChangeItem({ change: { code, class: name, at, before, after }, isMarked, link }: ChangeItemProps) {
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isMarked) item.current?.scrollIntoView({ block: 'center' });
  }, [isMarked]);
  return (
    <li
      ref={item}
      aria-current={isMarked}
      className="aria-[current=true]:-ml-3 aria-[current=true]:border-l-2 aria-[current=true]:border-accent aria-[current=true]:pl-2.5"
    >
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <ChangeClass name={name} />
        <code className="font-mono text-sm wrap-anywhere">{at === '' ? '(the whole)' : at}</code>
        {link !== undefined && (
          <span className="ml-auto">
            <CopyButton text={link} label="Copy link" />
          </span>
        )}
      </p>
      <p className="mt-0.5 text-quiet">
        {codeInWords(code)} <code className="font-mono text-xs">{code}</code>
      </p>
      <p className="mt-0.5 max-w-prose text-sm text-quiet">{ruleSentence(code, name)}</p>
      {(before !== undefined || after !== undefined) && (
        <div className="mt-2">
          <Values
            values={[
              ['Before', before],
              ['After', after],
            ]}
          />
        </div>
      )}
    </li>
  );
}

/** The actions and triggers that reach a definition. */
function Touched({ entry: { touches, sides } }: { readonly entry: Entry }) {
  const names = [...(touches?.actions ?? []), ...(touches?.triggers ?? [])];
  if (touches === undefined || names.length === 0) return null;
  return (
    <div className="mt-4">
      <p className="text-sm text-quiet">
        {sides === undefined ? 'Used' : sides.join(' and ')} by{' '}
        {touches.complete ? counted(names.length, 'operation') : `${names.length} and more operations`}
      </p>
      <p className="mt-1 flex flex-wrap gap-1.5">
        {names.slice(0, 50).map((name) => (
          <Tag key={name}>{name}</Tag>
        ))}
        {names.length > 50 && <span className="text-sm text-quiet">and {names.length - 50} more</span>}
      </p>
    </div>
  );
}
