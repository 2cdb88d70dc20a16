import type { ImportResource } from '@connectory/client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isFault } from '../client/api-fault.ts';
import { connectorQuery } from '../client/queries.ts';
import { useOrganisation } from '../client/use-organisation.ts';
import { Button } from '../parts/button.tsx';
import { curlOfImport } from './curl-of-import.ts';

/** Copies the command that repeats the import. */
export function CopyRequest({ each }: { readonly each: ImportResource }) {
  const [isCopied, setCopied] = useState(false);
  const { isPending, error } = useQuery({ ...connectorQuery(useOrganisation(), each.connectorId), retry: false });
  // A failed import may have made no connector. Any other error says nothing about it.
  const hasConnector = !isFault(error, 404);
  const copy = async (): Promise<void> => {
    const { origin } = location;
    await navigator.clipboard.writeText(curlOfImport(each, { origin, hasConnector }));
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Button disabled={isPending} onClick={() => void copy()} title="The request that repeats this import">
      <span aria-live="polite">{isCopied ? 'Copied' : 'Copy as curl'}</span>
    </Button>
  );
}
