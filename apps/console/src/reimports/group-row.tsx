import type { ReimportItem } from '@connectory/client';
import type { ReactNode } from 'react';
import { ItemLink } from './item-link.tsx';

interface GroupRowProps {
  /** Outcome or class, at the start. */
  readonly lead: ReactNode;
  readonly title: ReactNode;
  readonly text: ReactNode;
  readonly sample: ReimportItem;
  /** Whether the sample leads to the changes of its import. */
  readonly toDiff?: boolean;
  /** Counts, at the end. */
  readonly counts: ReactNode;
  readonly action?: ReactNode;
}

/** Items of a run that have a cause or a change in common, with a sample. */
export function GroupRow({ lead, title, text, sample, toDiff, counts, action }: GroupRowProps) {
  return (
    <li className="flex flex-col gap-x-4 gap-y-1 px-4 py-3 sm:px-5 md:flex-row">
      <span className="w-32 shrink-0">{lead}</span>
      <span className="min-w-0 flex-1">
        <span className="block wrap-anywhere">{title}</span>
        <span className="block wrap-anywhere text-quiet">{text}</span>
        <span className="block text-sm text-quiet">
          for example{' '}
          <ItemLink item={sample} toDiff={toDiff === true} className="link wrap-anywhere">
            {sample.connectorName ?? sample.connectorId} {sample.version}
          </ItemLink>
        </span>
      </span>
      <span className="flex shrink-0 items-start gap-4 max-md:mt-1 max-md:items-center max-md:justify-between">
        <span className="text-sm text-quiet tabular-nums md:text-right">{counts}</span>
        {action}
      </span>
    </li>
  );
}
