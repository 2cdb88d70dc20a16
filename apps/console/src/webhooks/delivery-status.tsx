import type { ImportResource } from '@connectory/client';
import { CircleCheck, CircleDashed, LoaderCircle, OctagonX } from 'lucide-react';
import { StatusLabel } from '../parts/status-label.tsx';

export type Delivery = NonNullable<ImportResource['callback']>;

const statuses = {
  waiting: { word: 'Waiting', icon: CircleDashed, look: 'text-quiet' },
  pending: { word: 'Sending', icon: LoaderCircle, look: 'text-accent' },
  delivered: { word: 'Delivered', icon: CircleCheck, look: 'text-ok' },
  given_up: { word: 'Given up', icon: OctagonX, look: 'text-bad' },
} as const;

export const deliveryStatuses = ['given_up', 'pending', 'waiting', 'delivered'] as const;

export function deliveryWord(status: Delivery['status']): string {
  return statuses[status].word;
}

/** The status of a delivery, by word and shape. */
export function DeliveryStatus({ status }: Pick<Delivery, 'status'>) {
  return <StatusLabel status={statuses[status]} spins={status === 'pending'} />;
}

/** The last response of the receiver, or why there was none. */
export function describeAttempts({ attempts, status }: Delivery): string {
  const last = attempts.at(-1);
  if (last === undefined) return status === 'waiting' ? 'The import has not ended' : 'Not sent yet';
  const result = last.status === undefined ? (last.error ?? 'no response') : `HTTP ${last.status}`;
  return attempts.length === 1 ? result : `${result}, attempt ${attempts.length}`;
}
