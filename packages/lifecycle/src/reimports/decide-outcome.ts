import type { EditsSummary } from '../edits/standing-edits.ts';
import type { ImportDiffSummary, ImportError, ImportSummary } from '../records/import-record.ts';
import type { ReimportRecord } from '../records/reimport-record.ts';
import type { ImportStatus, ReimportOutcome } from '../records/states.ts';
import { parseStored } from '../stored/stored-json.ts';

/** A running item whose import has ended. */
export interface EndedItem {
  readonly position: number;
  /** Null when the import no longer exists. */
  readonly status: ImportStatus | null;
  /** JSON text of ImportSummary. */
  readonly summary: string | null;
  /** JSON text of ImportError. */
  readonly error: string | null;
}

/** The new outcome of an item; `pending` puts it back. */
export interface ItemChange {
  readonly position: number;
  readonly outcome: ReimportOutcome;
  /** JSON text. */
  readonly diff?: string | null;
  readonly error?: ImportError | null;
}

type EndedRun = Pick<ReimportRecord, 'target' | 'dryRun'>;

/** Decides the outcome of an item from the end of its import. An item whose import no longer exists becomes pending again. */
export function decideOutcome({ position, status, summary, error }: EndedItem, run: EndedRun): ItemChange {
  switch (status) {
    case 'failed':
      return { position, outcome: 'failed', error: error === null ? null : parseStored<ImportError>(error) };
    case 'cancelled':
      return { position, outcome: 'cancelled' };
    case 'succeeded': {
      const { diff, unchanged, edits } = parseStored<Partial<ImportSummary>>(summary ?? '{}');
      return {
        position,
        outcome: unchanged === true ? 'unchanged' : successOutcome(run, diff, edits),
        diff: diff === undefined ? null : JSON.stringify(diff),
      };
    }
    case 'queued':
    case 'running':
    case null:
      return { position, outcome: 'pending' };
  }
}

/** Without a diff, because the versions were too large, a dry run counts as a change. */
function successOutcome(
  run: EndedRun,
  diff: ImportDiffSummary | undefined,
  edits: EditsSummary | undefined,
): ReimportOutcome {
  if (run.dryRun) return diff !== undefined && isEmptyDiff(diff) ? 'unchanged' : 'would_change';
  if (edits !== undefined && edits.kept + edits.merged + edits.conflicts > 0) return 'merged';
  return run.target === 'new_version' ? 'created' : 'replaced';
}

function isEmptyDiff(diff: ImportDiffSummary): boolean {
  const { breaking, nonBreaking, annotation, actions, triggers, definitions } = diff;
  const moved = [actions, triggers, definitions].flatMap(({ added, removed, changed }) => [added, removed, changed]);
  return [breaking, nonBreaking, annotation, ...moved].every((count) => count === 0);
}
