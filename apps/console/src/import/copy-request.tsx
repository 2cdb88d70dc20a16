import type { ImportResource } from '@connectory/client';
import { useState } from 'react';
import { Button } from '../parts/button.tsx';
import { curlOfImport } from './curl-of-import.ts';
import { useConnectorState } from './use-connector-state.ts';

/** Copies the command that repeats the import. */
export function CopyRequest({ each }: { readonly each: ImportResource }) {
  const [isCopied, setCopied] = useState(false);
  const connector = useConnectorState(each.connectorId);
  const copy = async (): Promise<void> => {
    const { origin } = location;
    await navigator.clipboard.writeText(curlOfImport(each, { origin, hasConnector: connector === 'exists' }));
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <Button disabled={connector === 'unknown'} onClick={() => void copy()} title="The request that repeats this import">
      <span aria-live="polite">{isCopied ? 'Copied' : 'Copy as curl'}</span>
    </Button>
  );
}
