import type { ImportResource } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import { useMayImport } from '../client/use-organisation.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { LockedButton } from '../parts/locked-button.tsx';
import { useConnectorState } from './use-connector-state.ts';

/** Leads to the form for a corrected document, with the target of the import that failed. */
export function UploadAgain({ each: { connectorId, version } }: { readonly each: ImportResource }) {
  const connector = useConnectorState(connectorId);
  if (!useMayImport()) return <LockedButton role="import">Upload again</LockedButton>;
  if (connector === 'unknown')
    return (
      <Button look="primary" disabled>
        Upload again
      </Button>
    );
  const search = connector === 'missing' ? {} : { connectorId, ...(version === undefined ? {} : { version }) };
  return (
    <Link to="/imports/new" search={search} className={buttonClass('primary')}>
      Upload again
    </Link>
  );
}
