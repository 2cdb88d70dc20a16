import type { ReimportItem } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useOrganisation } from '../client/use-organisation.ts';

interface ItemLinkProps {
  readonly item: ReimportItem;
  /** Whether it leads to the changes of the import. */
  readonly toDiff?: boolean;
  readonly className: string;
  readonly children: ReactNode;
}

/** Leads to the import of an item, if it has one. Items are of any organisation: a link to another one than is shown changes to it. */
export function ItemLink({ item: { importId, organisationId }, toDiff, className, children }: ItemLinkProps) {
  const shown = useOrganisation();
  if (importId === undefined) return children;
  if (organisationId !== shown) {
    const page = toDiff === true ? `${importId}/diff` : importId;
    return (
      <a href={`/console/imports/${page}?organisation=${organisationId}`} className={className}>
        {children}
      </a>
    );
  }
  return (
    <Link
      to={toDiff === true ? '/imports/$importId/diff' : '/imports/$importId'}
      params={{ importId }}
      className={className}
    >
      {children}
    </Link>
  );
}
