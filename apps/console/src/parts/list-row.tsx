import type { ReactNode } from 'react';

interface ListRowProps {
  /** A link that covers the row, by `after:absolute after:inset-0`. */
  readonly link: ReactNode;
  /** Below the link. */
  readonly text?: ReactNode;
  /** At the start, as a status. */
  readonly lead?: ReactNode;
  /** At the end, as a time. */
  readonly end?: ReactNode;
}

export const rowLinkClass = 'block truncate font-medium after:absolute after:inset-0';

export const listClass = 'card divide-y divide-line overflow-hidden';

/** A row that leads to one thing. */
export function ListRow({ link, text, lead, end }: ListRowProps) {
  return (
    <li data-row className="relative flex items-start gap-x-4 px-4 py-3 hover:bg-sunken sm:px-5">
      {lead !== undefined && <span className="w-24 shrink-0">{lead}</span>}
      <div className="min-w-0 flex-1">
        {link}
        {text !== undefined && <div className="text-sm text-quiet wrap-anywhere">{text}</div>}
      </div>
      {end !== undefined && <span className="num shrink-0 text-sm text-quiet">{end}</span>}
    </li>
  );
}
