import type { ImportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { connectorQuery } from '../client/queries.ts';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { buttonClass } from '../parts/button.tsx';
import { LockedButton } from '../parts/locked-button.tsx';

/** Leads to the form for a corrected document, with the target of the import that failed. */
export function UploadAgain({ each: { connectorId, version } }: { readonly each: ImportResource }) {
  const { data: connector } = useQuery({ ...connectorQuery(useOrganisation(), connectorId), retry: false });
  if (!useMayImport()) return <LockedButton role="import">Upload again</LockedButton>;
  const search = connector === undefined ? {} : { connectorId, ...(version === undefined ? {} : { version }) };
  return (
    <Link to="/imports/new" search={search} className={buttonClass('primary')}>
      Upload again
    </Link>
  );
}
