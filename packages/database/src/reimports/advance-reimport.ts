import { type ChangeOrigin, judgeReimport, type ReimportRecord } from '@connectory/lifecycle';
import { recordReimport } from '../audit/record-reimport.ts';
import type { Enqueueable } from '../imports/enqueue-marks.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { beginItems } from './begin-items.ts';
import { announceReimport, lockReimport } from './lock-reimport.ts';
import { countItems } from './read-reimports.ts';
import { recordOutcomes } from './record-outcomes.ts';

/** The result of one step of a run. */
export interface Advance {
  /** New imports. The caller adds their jobs after the step. If that fails, the sweeper adds them. */
  readonly begun: readonly Enqueueable[];
  /** Whether another step may have work at once. */
  readonly more: boolean;
}

/** Lists runs that may have work: running ones, and others with imports whose end is to be recorded. Oldest first. */
export async function listActiveReimports(database: Database): Promise<readonly string[]> {
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    select id from reimports r
     where status = 'running'
        or status in ('paused', 'stopped')
           and exists (select 1 from reimport_items i where i.reimport_id = r.id and i.outcome = 'running')
     order by id`;
  return rows.map(({ id }) => id);
}

/**
 * Advances a run by one step, in one transaction: records the outcomes of ended imports, then stops, finishes, or begins further items.
 * Any number of workers may call it. While one works on a run, the calls of the others return at once.
 */
export async function advanceReimport(
  database: Database,
  reimportId: string,
  importerVersion: string,
): Promise<Advance> {
  return database.prisma.$transaction(async (tx) => {
    const run = await lockReimport(tx, reimportId, 'skip');
    if (run === undefined) return idle;
    const recorded = await recordOutcomes(tx, run);
    const step =
      run.status === 'running' ? await proceed(tx, database.origin, run, importerVersion) : { ...idle, changed: false };
    if (recorded > 0 || step.changed) await announceReimport(tx, reimportId);
    return { begun: step.begun, more: step.more };
  });
}

const idle: Advance = { begun: [], more: false };

interface Step extends Advance {
  readonly changed: boolean;
}

async function proceed(
  tx: Transaction,
  origin: ChangeOrigin,
  run: ReimportRecord,
  importerVersion: string,
): Promise<Step> {
  const verdict = judgeReimport(run, await countItems(tx, run.id));
  const where = { id: run.id };
  switch (verdict.verdict) {
    case 'stop': {
      const data = { status: 'stopped', reason: JSON.stringify(verdict.reason), finishedAt: new Date() } as const;
      await tx.reimport.update({ where, data });
      await recordReimport(tx, origin, 'reimport.stopped', run.id, { code: verdict.reason.code });
      return { ...idle, changed: true };
    }
    case 'finish':
      await tx.reimport.update({ where, data: { status: 'finished', finishedAt: new Date() } });
      await recordReimport(tx, origin, 'reimport.finished', run.id);
      return { ...idle, changed: true };
    case 'go': {
      if (verdict.canaryPassed !== run.canaryPassed) await tx.reimport.update({ where, data: { canaryPassed: true } });
      const { begun, decided, more } = await beginItems(tx, run, { room: verdict.room, importerVersion });
      // Without a new import, no end of an import triggers the next step.
      return { begun, more: more || (decided > 0 && begun.length === 0), changed: begun.length + decided > 0 };
    }
  }
}
