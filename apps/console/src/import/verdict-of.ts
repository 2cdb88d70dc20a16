import type { Coverage, ImportResource } from '@connectory/client';
import { counted } from '../format/numbers.ts';

interface VerdictText {
  readonly look: 'good' | 'mixed' | 'bad' | 'open' | 'none';
  readonly sentence: string;
}

/** The outcome of an import, in one sentence. */
export function verdictOf(each: ImportResource): VerdictText {
  switch (each.status) {
    case 'queued':
      return { look: 'open', sentence: 'The import waits for a worker.' };
    case 'running':
      return { look: 'open', sentence: `The document is being read: ${each.stage}.` };
    case 'cancelled':
      return { look: 'none', sentence: 'The import was cancelled. Nothing was stored.' };
    case 'failed':
      return { look: 'bad', sentence: each.error?.message ?? 'The import failed.' };
    case 'succeeded':
      return ofSuccess(each);
  }
}

function ofSuccess({ summary, coverage, dryRun }: ImportResource): VerdictText {
  if (summary === undefined) return { look: 'good', sentence: 'The document was imported.' };
  if (summary.unchanged === true)
    return { look: 'good', sentence: 'Nothing changed: the draft already is the result of this document.' };
  const made = [
    counted(summary.actions, 'action'),
    ...(summary.triggers > 0 ? [counted(summary.triggers, 'trigger')] : []),
    counted(summary.definitions, 'definition'),
  ];
  const verb = dryRun === true ? 'The dry run would import' : 'Imported';
  const { left, changed } = coverage === undefined ? { left: 0, changed: 0 } : sumUp(coverage);
  const reservations = [
    ...(changed > 0 ? [`${counted(changed, 'part')} changed`] : []),
    ...(left > 0 ? [`${counted(left, 'part')} left out`] : []),
  ];
  const end = reservations.length === 0 ? 'everything as written' : reservations.join(' and ');
  return { look: reservations.length === 0 ? 'good' : 'mixed', sentence: `${verb} ${joinAnd(made)}; ${end}.` };
}

function sumUp(coverage: Coverage): { readonly left: number; readonly changed: number } {
  const rows = Object.values(coverage);
  return {
    left: rows.reduce((sum, { notImported }) => sum + notImported, 0),
    changed: rows.reduce((sum, { changed, withMessage }) => sum + (changed ?? withMessage), 0),
  };
}

function joinAnd(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

type Failure = NonNullable<ImportResource['error']>;

const nextSteps: { readonly [Cause in NonNullable<Failure['cause']>]: string } = {
  document: 'Correct the document and upload it again.',
  host: 'Check that the host of the document responds, then try again.',
  request: 'Change the request: another version name, other options, or another address.',
  limit: 'Split the document, or ask the operator of this service to raise the limit.',
  service:
    'The document is not to blame. Try again; if it stays, report the import id to the operator of this service.',
};

/** The next step after a failed import. */
export function nextStepOf({ cause = 'service' }: Failure): string {
  return nextSteps[cause];
}
