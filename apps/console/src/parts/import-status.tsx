import type { ImportResource } from '@connectory/client';
import { Ban, CircleCheck, CircleDashed, LoaderCircle, OctagonX } from 'lucide-react';
import { StatusLabel } from './status-label.tsx';

const statuses = {
  queued: { word: 'Queued', icon: CircleDashed, look: 'text-quiet' },
  running: { word: 'Running', icon: LoaderCircle, look: 'text-accent' },
  succeeded: { word: 'Succeeded', icon: CircleCheck, look: 'text-ok' },
  failed: { word: 'Failed', icon: OctagonX, look: 'text-bad' },
  cancelled: { word: 'Cancelled', icon: Ban, look: 'text-quiet' },
} as const;

export const importStatuses = ['queued', 'running', 'succeeded', 'failed', 'cancelled'] as const;

/** The status of an import, by word and shape. */
export function ImportStatus({ status }: { readonly status: ImportResource['status'] }) {
  return <StatusLabel status={statuses[status]} spins={status === 'running'} />;
}

export function statusWord(status: ImportResource['status']): string {
  return statuses[status].word;
}
