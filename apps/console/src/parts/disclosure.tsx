import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

interface DisclosureProps {
  readonly isOpen: boolean;
  readonly onToggle: (isOpen: boolean) => void;
  readonly isDisabled?: boolean;
  /** Severity or class, at the start. */
  readonly lead: ReactNode;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  /** A count, at the end. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** An item of a list that opens. Its content is made when it is open. */
export function Disclosure({ isOpen, onToggle, isDisabled, lead, title, text, end, children }: DisclosureProps) {
  return (
    <li>
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          disabled={isDisabled}
          onClick={() => onToggle(!isOpen)}
          className="flex w-full items-start gap-3 px-4 py-3 text-left -outline-offset-2 hover:bg-sunken"
        >
          <ChevronRight
            size={16}
            aria-hidden
            className={`mt-0.75 shrink-0 text-quiet transition-transform ${isOpen ? 'rotate-90' : ''}`}
          />
          <span className="flex min-w-0 flex-1 flex-col gap-x-4 gap-y-1 md:flex-row">
            <span className="w-32 shrink-0">{lead}</span>
            <span className="min-w-0 flex-1">
              <span className="block wrap-anywhere">{title}</span>
              {text !== undefined && <span className="block wrap-anywhere text-quiet">{text}</span>}
            </span>
            {end !== undefined && <span className="shrink-0 text-sm text-quiet tabular-nums">{end}</span>}
          </span>
        </button>
      </h3>
      {isOpen && <div className="border-t border-line bg-sunken px-4 py-3 md:pl-11">{children}</div>}
    </li>
  );
}
