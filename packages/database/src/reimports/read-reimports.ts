import {
  type ReimportCounts,
  type ReimportItemRecord,
  type ReimportOutcome,
  itemOutcomes,
  type ReimportProgress,
  type ReimportRecord,
  totalOf,
} from '@connectory/lifecycle';
import { findConnectorNames } from '../connectors/find-connector-names.ts';
import type { ReimportItemModel } from '../generated/models.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { fitsPage, maxCounted, type Page, type PageRequest, readPage } from '../postgres/page.ts';
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

/** Reads the counts in one statement, so that they add up despite concurrent changes. A trigger keeps them. */
export async function countItems(tx: Transaction, reimportId: string): Promise<ReimportCounts> {
  const rows = await tx.$queryRaw<CountRow[]>`
    select reimport_id as "reimportId", outcome::text as "outcome", items as "count"
      from reimport_counts where reimport_id = ${reimportId}`;
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

/** A row, and the size of the texts that are read with it. Rows are read once it is known which fit a page. */
interface Sized<Key> {
  readonly key: Key;
  readonly bytes: number;
}

/** Newest first. */
export async function listReimports(database: Database, request: PageRequest): Promise<Page<ReimportProgress>> {
  const page = await readPage<Sized<string>>(request, {
    count: () => database.prisma.reimport.count({ take: maxCounted }),
    read: ({ cursor, backwards, limit }) => readRunSizes(database, cursor, backwards, limit),
    fits: fitsPage(({ bytes }) => bytes),
    cursorOf: ({ key }) => key,
    cursorForm: /^[0-9A-Z]{26}$/,
  });
  const id = { in: page.items.map(({ key }) => key) };
  const rows = await database.prisma.reimport.findMany({ where: { id }, orderBy: { id: 'desc' } });
  return { ...page, items: await withProgress(database, rows.map(toReimportRecord)) };
}

async function readRunSizes(
  database: Database,
  cursor: string | undefined,
  backwards: boolean,
  limit: number,
): Promise<readonly Sized<string>[]> {
  const { rows } = await database.pool.query<Sized<string>>(
    `select id as key, octet_length(selector) + coalesce(octet_length(reason), 0) as bytes
       from reimports where $1::bpchar is null or id ${backwards ? '>' : '<'} $1
      order by id ${backwards ? '' : 'desc'} limit $2`,
    [cursor ?? null, limit],
  );
  return rows;
}

async function withProgress(
  database: Database,
  records: readonly ReimportRecord[],
): Promise<readonly ReimportProgress[]> {
  const ids = records.map(({ id }) => id);
  const rows = await database.prisma.$queryRaw<CountRow[]>`
    select reimport_id as "reimportId", outcome::text as "outcome", items as "count"
      from reimport_counts where reimport_id = any (${ids}::bpchar[])`;
  const recent = await database.prisma.$queryRaw<{ reimportId: string; count: number; seconds: number }[]>`
    select reimport_id as "reimportId", count(*)::int as "count",
           extract(epoch from now() - min(finished_at))::float8 as "seconds"
      from reimport_items
     where reimport_id = any (${ids}::bpchar[]) and finished_at > now() - make_interval(secs => ${rateWindowSeconds}::int)
     group by 1`;
  return records.map((record) => {
    const counts = parseCounts(rows.filter(({ reimportId }) => reimportId === record.id));
    const ended = recent.find(({ reimportId }) => reimportId === record.id);
    const rate = ended === undefined ? null : ended.count / Math.max(1, ended.seconds);
    return { ...record, counts, total: totalOf(counts), rate };
  });
}

export interface ItemFilter {
  readonly reimportId: string;
  /** Any of them. */
  readonly outcomes?: readonly ReimportOutcome[];
}

function ofFilter({ reimportId, outcomes }: ItemFilter) {
  return { reimportId, ...(outcomes === undefined ? {} : { outcome: { in: [...outcomes] } }) };
}

async function toItemRecords(
  database: Database,
  rows: readonly ReimportItemModel[],
): Promise<readonly ReimportItemRecord[]> {
  const names = await findConnectorNames(
    database,
    rows.map(({ connectorId }) => connectorId),
  );
  return rows.map((row) => toItemRecord(row, names.get(row.connectorId) ?? null));
}

/** In the order in which items begin. */
export async function listReimportItems(
  database: Database,
  filter: ItemFilter,
  request: PageRequest,
): Promise<Page<ReimportItemRecord>> {
  const page = await readPage<Sized<number>>(request, {
    count: () => database.prisma.reimportItem.count({ where: ofFilter(filter), take: maxCounted }),
    read: ({ cursor, backwards, limit }) => readItemSizes(database, filter, { cursor, backwards, limit }),
    fits: fitsPage(({ bytes }) => bytes),
    cursorOf: ({ key }) => String(key),
    cursorForm: /^\d{1,9}$/,
  });
  const positions = page.items.map(({ key }) => key);
  return { ...page, items: await readItems(database, filter.reimportId, positions) };
}

/** The items at some positions, in their order. */
export async function readItems(
  database: Database,
  reimportId: string,
  positions: readonly number[],
): Promise<readonly ReimportItemRecord[]> {
  const rows = await database.prisma.reimportItem.findMany({
    where: { reimportId, position: { in: [...positions] } },
    orderBy: { position: 'asc' },
  });
  return toItemRecords(database, rows);
}

async function readItemSizes(
  database: Database,
  { reimportId, outcomes }: ItemFilter,
  { cursor, backwards, limit }: { cursor: string | undefined; backwards: boolean; limit: number },
): Promise<readonly Sized<number>[]> {
  const { rows } = await database.pool.query<Sized<number>>(
    `select position as key, octet_length(version) + coalesce(octet_length(target_version), 0)
              + coalesce(octet_length(diff), 0) + coalesce(octet_length(error), 0) as bytes
       from reimport_items
      where reimport_id = $1 and ($2::text[] is null or outcome::text = any ($2))
        and ($3::int is null or position ${backwards ? '<' : '>'} $3)
      order by position ${backwards ? 'desc' : ''} limit $4`,
    [reimportId, outcomes ?? null, cursor ?? null, limit],
  );
  return rows;
}

/** Streams all items in the order in which they begin, in batches, so that memory does not grow with their number. */
export async function* streamReimportItems(
  database: Database,
  filter: ItemFilter,
): AsyncGenerator<readonly ReimportItemRecord[], void, undefined> {
  let after = -1;
  for (;;) {
    const rows = await database.prisma.reimportItem.findMany({
      where: { ...ofFilter(filter), position: { gt: after } },
      orderBy: { position: 'asc' },
      take: streamBatch,
    });
    if (rows.length > 0) yield await toItemRecords(database, rows);
    const last = rows.at(-1);
    if (last === undefined || rows.length < streamBatch) return;
    after = last.position;
  }
}
