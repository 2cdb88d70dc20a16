import { OctagonX } from 'lucide-react';
import { ApiFault } from '../client/api-fault.ts';
import { Button } from './button.tsx';
import { CopyButton } from './copy-button.tsx';

interface FaultPanelProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** An error: code, sentence, next step, and the request id for a report. */
export function FaultPanel({ error, onRetry }: FaultPanelProps) {
  const fault = error instanceof ApiFault ? error : undefined;
  const isLasting = fault !== undefined && [403, 410].includes(fault.status);
  const message = fault?.message ?? 'The console could not show this.';
  const next = fault?.details ?? nextSteps[fault?.status ?? 0] ?? 'Try again. If it stays, report the request id.';
  return (
    <div role="alert" className="card border-l-4 border-l-bad p-4">
      <p className="flex items-start gap-2 font-medium">
        <OctagonX size={18} aria-hidden className="mt-0.5 shrink-0 text-bad" />
        <span className="wrap-anywhere">{message}</span>
      </p>
      <p className="mt-1 pl-6.5 wrap-anywhere text-quiet">{next}</p>
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 pl-6.5 text-sm text-quiet">
        {fault !== undefined && <code className="font-mono">{fault.code}</code>}
        {fault?.requestId !== undefined && (
          <span className="inline-flex flex-wrap items-center gap-2">
            Request <code className="font-mono wrap-anywhere">{fault.requestId}</code>
            <CopyButton text={fault.requestId} label="Copy id" />
          </span>
        )}
        {onRetry !== undefined && !isLasting && <Button onClick={onRetry}>Try again</Button>}
      </div>
    </div>
  );
}

const nextSteps: Readonly<Record<number, string>> = {
  401: 'Sign in again.',
  403: 'Sign in with a key whose role and scopes allow this.',
  404: 'Check the address. It may belong to another organisation, or was deleted.',
  410: 'It was removed after its retention time. Its version is still among the connectors.',
};
