import type { ReimportResource } from '@connectory/client';
import { counted, formatCount } from '../format/numbers.ts';

const versionWords = { all: 'Every version', latest: 'The latest versions', drafts: 'All drafts' } as const;

/** The selection of a run, in words. */
export function describeSelector({
  versions,
  organisationIds,
  connectorIds,
  importerVersionBelow,
  importedBefore,
}: ReimportResource['selector']): string {
  const parts = [
    ...(connectorIds === undefined ? [] : [`of ${counted(connectorIds.length, 'connector')}`]),
    ...(organisationIds === undefined ? [] : [`of ${counted(organisationIds.length, 'organisation')}`]),
    ...(importerVersionBelow === undefined ? [] : [`made by an importer before ${importerVersionBelow}`]),
    ...(importedBefore === undefined ? [] : [`imported before ${importedBefore.slice(0, 10)}`]),
  ];
  return [versionWords[versions], ...parts].join(' ');
}

export function countEnded({ total, counts }: ReimportResource): number {
  return total - counts.pending - counts.running;
}

/** The state of a run, in one sentence. */
export function describeRun(run: ReimportResource): string {
  const { status, total, counts, dryRun, reason } = run;
  const ended = `${formatCount(countEnded(run))} of ${counted(total, 'version')}`;
  const failed = counts.failed === 0 ? 'none failed' : `${formatCount(counts.failed)} failed`;
  if (reason !== undefined) return reason.message;
  if (status === 'paused') return `Paused after ${ended}; ${failed}. Nothing new begins until it is resumed.`;
  if (status === 'cancelled') return `Cancelled after ${ended}.`;
  if (status === 'running') return `${ended} done; ${failed}.`;
  if (total === 0) return 'The selection has no version with a stored document.';
  if (dryRun)
    return `The dry run would change ${formatCount(counts['would-change'])} of ${counted(total, 'version')}; ${failed}.`;
  const made = counts.replaced + counts.created + counts.merged;
  return `${counted(made, 'version')} written, ${formatCount(counts.unchanged)} unchanged, ${failed}.`;
}

export function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
