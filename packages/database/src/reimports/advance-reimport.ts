import type { Database, Transaction } from '../postgres/database.ts';
import type { Enqueueable } from '../imports/sweep-imports.ts';
import { beginItems } from './begin-items.ts';
import { judgeReimport } from './judge-reimport.ts';
import { announceReimport, lockReimport } from './lock-reimport.ts';
import { countItems } from './read-reimports.ts';
import type { ReimportRecord } from './reimport-record.ts';
import { settleItems } from './settle-items.ts';

/** What one step of a run did. */
export interface Advance {
  /** Imports that were begun: their jobs are the caller's to add after it; should that fail, the sweeper adds them. */
  readonly begun: readonly Enqueueable[];
  /** There may be more to do at once. */
  readonly more: boolean;
}

/** Runs that may have something to do: going on, or with imports under way whose end is to be recorded. Oldest first. */
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
 * One step of a run, in one transaction: records how imports ended, then stops, finishes, or fills the window. Any number of workers
 * may call it at any time; one at a time works on a run, and the others return.
 */
export async function advanceReimport(
  database: Database,
  reimportId: string,
  importerVersion: string,
): Promise<Advance> {
  return database.prisma.$transaction(
    async (tx) => {
      const run = await lockReimport(tx, reimportId, 'skip');
      if (run === undefined) return idle;
      const settled = await settleItems(tx, run);
      const step = run.status === 'running' ? await proceed(tx, run, importerVersion) : { ...idle, changed: false };
      if (settled > 0 || step.changed) await announceReimport(tx, reimportId);
      return { begun: step.begun, more: step.more };
    },
    { timeout: 60_000, maxWait: 30_000 },
  );
}

const idle: Advance = { begun: [], more: false };

interface Step extends Advance {
  readonly changed: boolean;
}

async function proceed(tx: Transaction, run: ReimportRecord, importerVersion: string): Promise<Step> {
  const verdict = judgeReimport(run, await countItems(tx, run.id));
  const where = { id: run.id };
  switch (verdict.verdict) {
    case 'stop': {
      const data = { status: 'stopped', reason: JSON.stringify(verdict.reason), finishedAt: new Date() } as const;
      await tx.reimport.update({ where, data });
      return { ...idle, changed: true };
    }
    case 'finish':
      await tx.reimport.update({ where, data: { status: 'finished', finishedAt: new Date() } });
      return { ...idle, changed: true };
    case 'go': {
      if (verdict.canaryPassed !== run.canaryPassed) await tx.reimport.update({ where, data: { canaryPassed: true } });
      const { begun, decided, more } = await beginItems(tx, run, { room: verdict.room, importerVersion });
      // Where all that was looked at needed no import, no import's end will ask for the next step.
      return { begun, more: more || (decided > 0 && begun.length === 0), changed: begun.length + decided > 0 };
    }
  }
}
