import type { VersionResource } from '@connectory/client';
import { Link } from '@tanstack/react-router';
import { useMayImport } from '../client/use-organisation.ts';
import { buttonClass } from '../parts/button.tsx';
import { LockedButton } from '../parts/locked-button.tsx';
import { PublishButton } from '../publish/publish-button.tsx';

interface VersionActionsProps {
  readonly connectorId: string;
  readonly version: VersionResource;
}

/** The buttons for a version. Those that the role does not allow are shown, and disabled. */
export function VersionActions({ connectorId, version }: VersionActionsProps) {
  const mayImport = useMayImport();
  const { name, publishedAt } = version;
  return (
    <>
      <Link
        to="/connectors/$connectorId/versions/$version/diff"
        params={{ connectorId, version: name }}
        className={buttonClass()}
      >
        Compare
      </Link>
      {publishedAt === null && !mayImport && <LockedButton role="import">Replace</LockedButton>}
      {publishedAt === null && mayImport && (
        <Link to="/imports/new" search={{ connectorId, version: name }} className={buttonClass()}>
          Replace
        </Link>
      )}
      <PublishButton connectorId={connectorId} version={version} />
    </>
  );
}
