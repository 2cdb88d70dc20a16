import type { Transaction } from '../postgres/database.ts';
import type { ImportStatus, ReimportOutcome } from '../generated/enums.ts';
import { parseStored, type ImportError, type ImportSummary } from '../imports/import-record.ts';
import type { ImportDiffSummary } from '../versions/plan-diff.ts';
import { type ItemChange, writeOutcomes } from './lock-reimport.ts';
import type { ReimportRecord } from './reimport-record.ts';

interface EndedItem {
  readonly position: number;
  /** Null when the import itself is gone: its organisation, or whoever cleans up, took it away. */
  readonly status: ImportStatus | null;
  readonly summary: string | null;
  readonly error: string | null;
}

/**
 * Gives each item whose import has ended its outcome. Whoever ended it and whenever, it is found here: an import says itself how it
 * ended, and nothing has to be told. @returns how many.
 */
export async function settleItems(tx: Transaction, run: ReimportRecord): Promise<number> {
  const ended = await tx.$queryRaw<EndedItem[]>`
    select i.position, m.status::text as "status", m.summary, m.error
      from reimport_items i left join imports m on m.id = i.import_id
     where i.reimport_id = ${run.id} and i.outcome = 'running'
       and (m.id is null or m.status in ('succeeded', 'failed', 'cancelled'))`;
  await writeOutcomes(
    tx,
    run.id,
    ended.map((item) => settle(item, run)),
  );
  return ended.length;
}

function settle({ position, status, summary, error }: EndedItem, run: ReimportRecord): ItemChange {
  switch (status) {
    case 'failed':
      return { position, outcome: 'failed', error: error === null ? null : parseStored<ImportError>(error) };
    case 'cancelled':
      return { position, outcome: 'cancelled' };
    case 'succeeded': {
      const { diff, unchanged } = parseStored<Partial<ImportSummary>>(summary ?? '{}');
      return {
        position,
        outcome: unchanged === true ? 'unchanged' : succeededAs(run, diff),
        diff: diff === undefined ? null : JSON.stringify(diff),
      };
    }
    default:
      return { position, outcome: 'pending' };
  }
}

/** Of a version that was too large to be compared nothing is known, and so it may change. */
function succeededAs(run: ReimportRecord, diff: ImportDiffSummary | undefined): ReimportOutcome {
  if (run.dryRun) return diff !== undefined && changesNothing(diff) ? 'unchanged' : 'would_change';
  return run.target === 'new_version' ? 'created' : 'replaced';
}

function changesNothing({
  breaking,
  nonBreaking,
  annotation,
  actions,
  triggers,
  definitions,
}: ImportDiffSummary): boolean {
  const moved = [actions, triggers, definitions].flatMap(({ added, removed, changed }) => [added, removed, changed]);
  return [breaking, nonBreaking, annotation, ...moved].every((count) => count === 0);
}
