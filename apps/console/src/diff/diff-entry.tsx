import type { VersionDiff } from '@connectory/client';
import { counted } from '../format/numbers.ts';
import { ChangeClass } from '../parts/change-class.tsx';
import { Disclosure } from '../parts/disclosure.tsx';
import { Tag } from '../parts/tag.tsx';
import { Values } from '../parts/values.tsx';
import { ruleSentence } from './rule-sentence.ts';

type Entry = VersionDiff['entries'][number];

interface DiffEntryProps {
  readonly entry: Entry;
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
}

/** An entity with its changes. */
export function DiffEntry({ entry, isOpen, onToggle }: DiffEntryProps) {
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
          <ChangeItem key={`${index} ${each.code} ${each.at}`} change={each} />
        ))}
      </ul>
      {omitted > 0 && <p className="mt-3 text-quiet">{counted(omitted, 'further change')} not listed.</p>}
      <Touched entry={entry} />
    </Disclosure>
  );
}

function ChangeItem({
  change: { code, class: name, at, before, after },
}: {
  readonly change: Entry['changes'][number];
}) {
  return (
    <li>
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <ChangeClass name={name} />
        <code className="font-mono text-sm wrap-anywhere">{at === '' ? '(the whole)' : at}</code>
      </p>
      <p className="mt-0.5 text-quiet">
        {inWords(code)} <code className="font-mono text-xs">{code}</code>
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

/** A code as words: `Required parameter added`. */
function inWords(code: string): string {
  const words = code.toLowerCase().replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
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
