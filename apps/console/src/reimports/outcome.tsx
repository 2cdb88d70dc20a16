import type { ReimportItem, ReimportResource } from '@connectory/client';
import { Ban, CircleCheck, CircleDashed, CirclePause, Equal, LoaderCircle, OctagonX, SkipForward } from 'lucide-react';
import { StatusLabel } from '../parts/status-label.tsx';

export type OutcomeName = ReimportItem['outcome'];

/** In the order of the bar: done, failed, left. */
export const outcomes = [
  'replaced',
  'created',
  'merged',
  'would-change',
  'unchanged',
  'skipped',
  'failed',
  'cancelled',
  'running',
  'pending',
] as const satisfies readonly OutcomeName[];

const looks = {
  replaced: { word: 'Replaced', icon: CircleCheck, look: 'text-ok', fill: 'bg-ok' },
  created: { word: 'Created', icon: CircleCheck, look: 'text-ok', fill: 'bg-ok' },
  merged: { word: 'Merged with edits', icon: CircleCheck, look: 'text-ok', fill: 'bg-ok' },
  'would-change': { word: 'Would change', icon: CircleCheck, look: 'text-info', fill: 'bg-info' },
  unchanged: { word: 'Unchanged', icon: Equal, look: 'text-quiet', fill: 'bg-edge' },
  skipped: { word: 'Skipped', icon: SkipForward, look: 'text-warn', fill: 'bg-warn' },
  failed: { word: 'Failed', icon: OctagonX, look: 'text-bad', fill: 'bg-bad' },
  cancelled: { word: 'Cancelled', icon: Ban, look: 'text-quiet', fill: 'bg-line' },
  running: { word: 'Running', icon: LoaderCircle, look: 'text-accent', fill: 'bg-accent' },
  pending: { word: 'Waiting', icon: CircleDashed, look: 'text-quiet', fill: 'bg-transparent' },
} as const;

export function outcomeWord(outcome: OutcomeName): string {
  return looks[outcome].word;
}

export function outcomeFill(outcome: OutcomeName): string {
  return looks[outcome].fill;
}

/** The outcome of an item, by word and shape. */
export function Outcome({ name }: { readonly name: OutcomeName }) {
  return <StatusLabel status={looks[name]} spins={name === 'running'} />;
}

const statuses = {
  running: { word: 'Running', icon: LoaderCircle, look: 'text-accent' },
  paused: { word: 'Paused', icon: CirclePause, look: 'text-warn' },
  stopped: { word: 'Stopped', icon: OctagonX, look: 'text-bad' },
  cancelled: { word: 'Cancelled', icon: Ban, look: 'text-quiet' },
  finished: { word: 'Finished', icon: CircleCheck, look: 'text-ok' },
} as const;

/** The status of a bulk run, by word and shape. */
export function RunStatus({ status }: Pick<ReimportResource, 'status'>) {
  return <StatusLabel status={statuses[status]} spins={status === 'running'} />;
}
