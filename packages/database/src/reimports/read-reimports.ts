import {
  type ReimportCounts,
  type ReimportItemRecord,
  type ReimportOutcome,
  itemOutcomes,
  type ReimportProgress,
  type ReimportRecord,
  totalOf,
} from '@connectory/lifecycle';
import type { Database, Transaction } from '../postgres/database.ts';
import { type Page, type PageRequest, readPage } from '../postgres/page.ts';
import { toItemRecord, toReimportRecord } from './reimport-record.ts';

/** The rate is measured over this period. */
const rateWindowSeconds = 60;

/** Items per query when all are streamed. */
const streamBatch = 1_000;

interface CountRow {
  readonly reimportId: string;
  readonly outcome: ReimportOutcome;
  readonly count: number;
}

/** Counts items in one statement, so that the counts add up despite concurrent changes. */
export async function countItems(tx: Transaction, reimportId: string): Promise<ReimportCounts> {
  const rows = await tx.$queryRaw<CountRow[]>`
    select reimport_id as "reimportId", outcome::text as "outcome", count(*)::int as "count"
      from reimport_items where reimport_id = ${reimportId} group by 1, 2`;
  return parseCounts(rows);
}

function parseCounts(rows: readonly CountRow[]): ReimportCounts {
  const counts = Object.fromEntries(itemOutcomes.map((outcome) => [outcome, 0]));
  for (const { outcome, count } of rows) counts[outcome] = count;
  return counts as ReimportCounts;
}

export async function findReimport(database: Database, reimportId: string): Promise<ReimportProgress | undefined> {
  const row = await database.prisma.reimport.findFirst({ where: { id: reimportId } });
  if (row === null) return undefined;
  const [progress] = await withProgress(database, [toReimportRecord(row)]);
  return progress;
}

/** Newest first. */
export async function listReimports(database: Database, request: PageRequest): Promise<Page<ReimportProgress>> {
  const page = await readPage(request, {
    count: () => database.prisma.reimport.count(),
    read: async ({ cursor, backwards, limit }) => {
      const rows = await database.prisma.reimport.findMany({
        where: cursor === undefined ? {} : { id: backwards ? { gt: cursor } : { lt: cursor } },
        orderBy: { id: backwards ? 'asc' : 'desc' },
        take: limit,
      });
      return rows.map(toReimportRecord);
    },
    cursorOf: (record) => record.id,
    cursorForm: /^[0-9A-Z]{26}$/,
  });
  return { ...page, items: await withProgress(database, page.items) };
}

async function withProgress(
  database: Database,
  records: readonly ReimportRecord[],
): Promise<readonly ReimportProgress[]> {
  const ids = records.map(({ id }) => id);
  const rows = await database.prisma.$queryRaw<(CountRow & { recent: number; seconds: number | null })[]>`
    select reimport_id as "reimportId", outcome::text as "outcome", count(*)::int as "count",
           count(*) filter (where finished_at > now() - make_interval(secs => ${rateWindowSeconds}::int))::int as "recent",
           extract(epoch from now() - min(finished_at)
             filter (where finished_at > now() - make_interval(secs => ${rateWindowSeconds}::int)))::float8 as "seconds"
      from reimport_items where reimport_id = any (${ids}::text[]) group by 1, 2`;
  return records.map((record) => {
    const own = rows.filter(({ reimportId }) => reimportId === record.id);
    const counts = parseCounts(own);
    const recent = own.reduce((sum, row) => sum + row.recent, 0);
    const seconds = Math.max(1, ...own.map((row) => row.seconds ?? 0));
    return { ...record, counts, total: totalOf(counts), rate: recent === 0 ? null : recent / seconds };
  });
}

/** In the order in which items begin. */
export async function listReimportItems(
  database: Database,
  filter: { reimportId: string; outcome?: ReimportOutcome },
  request: PageRequest,
): Promise<Page<ReimportItemRecord>> {
  return readPage(request, {
    count: () => database.prisma.reimportItem.count({ where: filter }),
    read: async ({ cursor, backwards, limit }) => {
      const beyond =
        cursor === undefined ? {} : { position: backwards ? { lt: Number(cursor) } : { gt: Number(cursor) } };
      const rows = await database.prisma.reimportItem.findMany({
        where: { ...filter, ...beyond },
        orderBy: { position: backwards ? 'desc' : 'asc' },
        take: limit,
      });
      return rows.map(toItemRecord);
    },
    cursorOf: (item) => String(item.position),
    cursorForm: /^\d{1,9}$/,
  });
}

/** Streams all items in the order in which they begin, in batches, so that memory does not grow with their number. */
export async function* streamReimportItems(
  database: Database,
  filter: { reimportId: string; outcome?: ReimportOutcome },
): AsyncGenerator<readonly ReimportItemRecord[], void, undefined> {
  let after = -1;
  for (;;) {
    const rows = await database.prisma.reimportItem.findMany({
      where: { ...filter, position: { gt: after } },
      orderBy: { position: 'asc' },
      take: streamBatch,
    });
    if (rows.length > 0) yield rows.map(toItemRecord);
    const last = rows.at(-1);
    if (last === undefined || rows.length < streamBatch) return;
    after = last.position;
  }
}
