import type { VersionDiff } from '@connectory/client';
import { CircleCheck, OctagonX } from 'lucide-react';
import { useState } from 'react';
import { counted, formatCount } from '../format/numbers.ts';
import { Button } from '../parts/button.tsx';
import { type ChangeClassName, changeClasses, classWord } from '../parts/change-class.tsx';
import { Chips } from '../parts/chips.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { breakSentence } from './break-sentence.ts';
import { DiffEntry } from './diff-entry.tsx';
import { diffMarkdown } from './diff-markdown.ts';

/** The filters of a diff. They are in the address. */
export interface DiffSearch {
  readonly class?: readonly ChangeClassName[] | undefined;
  /** The open entry: its kind and name. */
  readonly entry?: string | undefined;
  /** Number of the marked change of the open entry, from 1. */
  readonly change?: number | undefined;
}

interface DiffViewProps {
  readonly diff: VersionDiff;
  readonly search: DiffSearch;
  readonly onSearch: (change: DiffSearch) => void;
  /** Whether the address of the page has the filters, so that it leads to one change. */
  readonly isLinkable?: boolean;
}

const entriesAtOnce = 100;

/** A diff: the breaking changes in one sentence, and the changes by entity, breaking ones first. */
export function DiffView({ diff, search, onSearch, isLinkable = true }: DiffViewProps) {
  const [limit, setLimit] = useState(entriesAtOnce);
  const chosen = search.class ?? [];
  const entries = changeClasses
    .filter((name) => chosen.length === 0 || chosen.includes(name))
    .flatMap((name) => diff.entries.filter((entry) => entry.class === name));
  // A link may lead to an entry further down.
  const linked = entries.findIndex((entry) => keyOf(entry) === search.entry);
  const shown = Math.max(limit, linked + 1);
  return (
    <>
      <DiffVerdict diff={diff} />
      {diff.entries.length > 0 && (
        <section aria-labelledby="changes" className="mt-6">
          <div className="mb-3 flex flex-wrap items-baseline justify-between gap-3">
            <h2 id="changes" className="text-lg font-semibold">
              Changes <span className="ml-1 font-normal text-quiet">{formatCount(entries.length)}</span>
            </h2>
            <CopyButton text={diffMarkdown(diff)} label="Copy as Markdown" />
          </div>
          <Chips
            label="Class of change"
            choices={changeClasses}
            wordOf={(name) => `${classWord(name)} ${formatCount(countOf(diff, name))}`}
            chosen={chosen}
            onChange={(next) => onSearch({ ...search, class: next.length === 0 ? undefined : next })}
          />
          <ul className="card divide-y divide-line overflow-hidden">
            {entries.slice(0, shown).map((entry) => {
              const key = keyOf(entry);
              return (
                <DiffEntry
                  key={key}
                  entry={entry}
                  isOpen={search.entry === key}
                  marked={search.change}
                  linkOf={isLinkable ? (change) => linkTo(key, change) : undefined}
                  onToggle={(isOpen) => onSearch({ ...search, entry: isOpen ? key : undefined, change: undefined })}
                />
              );
            })}
          </ul>
          {entries.length > shown && (
            <Button className="mt-3" onClick={() => setLimit(shown + 10 * entriesAtOnce)}>
              Show more of {formatCount(entries.length)}
            </Button>
          )}
        </section>
      )}
    </>
  );
}

function keyOf({ kind, name }: VersionDiff['entries'][number]): string {
  return `${kind} ${name}`;
}

/** The address of this page with one change open and marked. */
function linkTo(entry: string, change: number): string {
  const url = new URL(location.href);
  url.searchParams.delete('class');
  url.searchParams.set('entry', entry);
  url.searchParams.set('change', String(change));
  return url.href;
}

function countOf({ summary }: VersionDiff, name: ChangeClassName): number {
  const { breaking, nonBreaking, annotation } = summary;
  return { breaking, 'non-breaking': nonBreaking, annotation }[name];
}

function DiffVerdict({ diff }: { readonly diff: VersionDiff }) {
  const breaks = diff.summary.breaking > 0;
  const Icon = breaks ? OctagonX : CircleCheck;
  const { actions, triggers, definitions } = diff.summary;
  const facts = Object.entries({ action: actions, trigger: triggers, definition: definitions })
    .map(([noun, counts]) => factOf(noun, counts))
    .filter((fact) => fact !== undefined);
  return (
    <section
      aria-label="What breaks"
      className={`card border-l-4 p-4 sm:p-5 ${breaks ? 'border-l-bad' : 'border-l-ok'}`}
    >
      <p className="flex items-start gap-3 text-lg font-medium">
        <Icon size={22} aria-hidden className={`mt-0.5 shrink-0 ${breaks ? 'text-bad' : 'text-ok'}`} />
        <span className="wrap-anywhere" data-verdict="diff">
          {breakSentence(diff)}
        </span>
      </p>
      {facts.length > 0 && <p className="mt-1 pl-8.5 text-quiet">{facts.join(' · ')}</p>}
    </section>
  );
}

interface EntityCounts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
}

function factOf(noun: string, { added, removed, changed }: EntityCounts): string | undefined {
  const parts = [
    ...(added > 0 ? [`${formatCount(added)} added`] : []),
    ...(removed > 0 ? [`${formatCount(removed)} removed`] : []),
    ...(changed > 0 ? [`${formatCount(changed)} changed`] : []),
  ];
  if (parts.length === 0) return undefined;
  return `${counted(added + removed + changed, noun)}: ${parts.join(', ')}`;
}
