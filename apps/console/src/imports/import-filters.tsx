import { X } from 'lucide-react';
import { importStatuses, statusWord } from '../parts/import-status.tsx';

export interface ImportFilter {
  readonly status?: (typeof importStatuses)[number] | undefined;
  readonly connectorId?: string | undefined;
}

interface ImportFiltersProps {
  readonly filter: ImportFilter;
  readonly onChange: (filter: ImportFilter) => void;
}

const chip =
  'inline-flex min-h-8 items-center gap-1 rounded-full border px-3 text-sm whitespace-nowrap aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent border-line bg-surface text-quiet hover:text-ink';

/** Filters of the list of imports. */
export function ImportFilters({ filter: { status, connectorId }, onChange }: ImportFiltersProps) {
  return (
    <div role="group" aria-label="Status" className="mb-4 flex flex-wrap gap-2">
      <button
        type="button"
        className={chip}
        aria-pressed={status === undefined}
        onClick={() => onChange({ connectorId })}
      >
        All
      </button>
      {importStatuses.map((each) => (
        <button
          key={each}
          type="button"
          className={chip}
          aria-pressed={status === each}
          onClick={() => onChange({ status: each, connectorId })}
        >
          {statusWord(each)}
        </button>
      ))}
      {connectorId !== undefined && (
        <button type="button" className={chip} aria-pressed onClick={() => onChange({ status })}>
          One connector
          <X size={14} aria-label="Remove this filter" />
        </button>
      )}
    </div>
  );
}
