import { X } from 'lucide-react';

const chipClass =
  'inline-flex min-h-8 items-center gap-1 rounded-full border border-line bg-surface px-3 text-sm whitespace-nowrap text-quiet hover:text-ink aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent';

interface ChipsProps<Choice extends string> {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly wordOf: (choice: Choice) => string;
  /** None for no filter. */
  readonly chosen: readonly Choice[];
  readonly onChange: (chosen: readonly Choice[]) => void;
  /** Whether another filter than the choices applies. */
  readonly isLimited?: boolean;
  /** Filters that are removed by a click. */
  readonly extras?: readonly { readonly word: string; readonly onRemove: () => void }[];
}

/** Filters that can be combined. */
export function Chips<Choice extends string>({
  label,
  choices,
  wordOf,
  chosen,
  onChange,
  isLimited = false,
  extras = [],
}: ChipsProps<Choice>) {
  const toggle = (choice: Choice): void =>
    onChange(choices.filter((each) => (each === choice) !== chosen.includes(each)));
  return (
    <div role="group" aria-label={label} className="mb-4 flex flex-wrap gap-2">
      <button
        type="button"
        className={chipClass}
        aria-pressed={chosen.length === 0 && !isLimited}
        onClick={() => onChange([])}
      >
        All
      </button>
      {choices.map((choice) => (
        <button
          key={choice}
          type="button"
          className={chipClass}
          aria-pressed={chosen.includes(choice)}
          onClick={() => toggle(choice)}
        >
          {wordOf(choice)}
        </button>
      ))}
      {extras.map(({ word, onRemove }) => (
        <button key={word} type="button" className={chipClass} aria-pressed onClick={onRemove}>
          {word}
          <X size={14} aria-label="Remove this filter" />
        </button>
      ))}
    </div>
  );
}
