import type { VersionResource } from '@connectory/client';
import { useMayImport, useOrganisation } from '../client/use-organisation.ts';
import { Button } from '../parts/button.tsx';
import { FaultPanel } from '../parts/fault-panel.tsx';
import { LockedButton } from '../parts/locked-button.tsx';
import { usePublish } from './use-publish.ts';

interface PublishButtonProps {
  readonly connectorId: string;
  readonly version: VersionResource;
}

/** Publishes a draft, or makes a published version a draft. */
export function PublishButton({ connectorId, version: { name, publishedAt } }: PublishButtonProps) {
  const organisation = useOrganisation();
  const verb = publishedAt === null ? 'publish' : 'unpublish';
  const { mutate, isPending, error } = usePublish({ organisation, connectorId, version: name }, verb);
  const word = publishedAt === null ? 'Publish' : 'Unpublish';
  if (!useMayImport()) return <LockedButton role="import">{word}</LockedButton>;
  return (
    <>
      <Button look={publishedAt === null ? 'primary' : 'plain'} disabled={isPending} onClick={() => mutate()}>
        {word}
      </Button>
      {error !== null && (
        <div className="w-full">
          <FaultPanel error={error} />
        </div>
      )}
    </>
  );
}
