import type { ReactNode } from 'react';
import { formatCount } from '../format/numbers.ts';
import { Chips } from '../parts/chips.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { type ActionMark, actionMarks } from '../parts/action-marks.ts';

type Choices = readonly (readonly [string, number])[];

interface FilterSearch {
  readonly q?: string | undefined;
  readonly method?: string | undefined;
  readonly tag?: string | undefined;
  readonly only?: readonly ActionMark[] | undefined;
}

interface ActionFiltersProps {
  readonly search: FilterSearch;
  readonly choices: { readonly methods: Choices; readonly tags: Choices };
  /** Ids of the actions with each mark. */
  readonly marked: { readonly [Mark in ActionMark]: ReadonlySet<string> };
  readonly onChange: (search: FilterSearch) => void;
  /** Stands at the end of the row. */
  readonly children: ReactNode;
}

const words: { readonly [Mark in ActionMark]: string } = { message: 'With a message', edited: 'Edited' };

/** The filters of the list of actions, with the number of actions behind each choice. */
export function ActionFilters({ search, choices, marked, onChange, children }: ActionFiltersProps) {
  const { q = '', method, tag, only = [] } = search;
  const marks = actionMarks.filter((mark) => marked[mark].size > 0 || only.includes(mark));
  return (
    <>
      {marks.length > 0 && (
        <Chips
          label="Marks"
          choices={marks}
          wordOf={(mark) => `${words[mark]} ${formatCount(marked[mark].size)}`}
          chosen={only}
          onChange={(chosen) => onChange({ only: chosen.length === 0 ? undefined : chosen })}
        />
      )}
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <div className="min-w-48 flex-1">
          <SearchField
            label="Search actions"
            value={q}
            onChange={(text) => onChange({ q: text === '' ? undefined : text })}
          />
        </div>
        <ChoiceSelect
          label="Method"
          all="All methods"
          choices={choices.methods}
          value={method}
          onChange={(value) => onChange({ method: value })}
        />
        {(choices.tags.length > 0 || tag !== undefined) && (
          <ChoiceSelect
            label="Tag"
            all="All tags"
            choices={choices.tags}
            value={tag}
            onChange={(value) => onChange({ tag: value })}
          />
        )}
        {children}
      </div>
    </>
  );
}

interface ChoiceSelectProps {
  readonly label: string;
  /** The choice of everything. */
  readonly all: string;
  /** Each with the number of actions that have it. */
  readonly choices: Choices;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

/** Limits the list to one value of a property. */
function ChoiceSelect({ label, all, choices, value, onChange }: ChoiceSelectProps) {
  // A link may name a value that no action has.
  const isKnown = value === undefined || choices.some(([each]) => each === value);
  return (
    <select
      aria-label={label}
      className="field w-auto! max-w-44 truncate"
      value={value ?? ''}
      onChange={({ target }) => onChange(target.value === '' ? undefined : target.value)}
    >
      <option value="">{all}</option>
      {!isKnown && <option value={value}>{value} (0)</option>}
      {choices.map(([each, count]) => (
        <option key={each} value={each}>
          {each} ({formatCount(count)})
        </option>
      ))}
    </select>
  );
}
