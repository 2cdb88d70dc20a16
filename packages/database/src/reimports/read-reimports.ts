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
import { countRows, fitsPage, maxCounted, type Page, type PageRequest, readPage } from '../postgres/page.ts';
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
    count: () => countItemsOf(database, filter),
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

/** Each outcome is a branch of its own, which reads its rows in the order of an index. */
function branchesOf({ reimportId, outcomes }: ItemFilter, rest: string): { text: string; values: unknown[] } {
  const ofOutcomes =
    outcomes === undefined ? [''] : [...new Set(outcomes)].map((_, n) => `and outcome = $${n + 2}::reimport_outcome`);
  const branches = ofOutcomes.map(
    (condition) =>
      `(select position as key, bytes from listed_reimport_items where reimport_id = $1 ${condition} ${rest})`,
  );
  return { text: branches.join(' union all '), values: [reimportId, ...new Set(outcomes)] };
}

async function countItemsOf(database: Database, filter: ItemFilter): Promise<number> {
  const { text, values } = branchesOf(filter, `limit ${maxCounted}`);
  return countRows(database.pool, `(${text}) as items`, values);
}

async function readItemSizes(
  database: Database,
  filter: ItemFilter,
  { cursor, backwards, limit }: { cursor: string | undefined; backwards: boolean; limit: number },
): Promise<readonly Sized<number>[]> {
  const behind = cursor === undefined ? '' : `and position ${backwards ? '<' : '>'} ${Number(cursor)}`;
  const order = `order by ${backwards ? 'position desc' : 'position'} limit ${limit}`;
  const { text, values } = branchesOf(filter, `${behind} ${order}`);
  const { rows } = await database.pool.query<Sized<number>>(
    `select key, bytes from (${text}) as items ${order.replaceAll('position', 'key')}`,
    values,
  );
  return rows;
}

/** Streams all items in the order in which they begin, in batches, so that memory does not grow with their number. */
export async function* streamReimportItems(
  database: Database,
  filter: ItemFilter,
): AsyncGenerator<readonly ReimportItemRecord[], void, undefined> {
  let cursor: string | undefined;
  for (;;) {
    const sizes = await readItemSizes(database, filter, { cursor, backwards: false, limit: streamBatch });
    const last = sizes.at(-1);
    if (last === undefined) return;
    yield await readItems(
      database,
      filter.reimportId,
      sizes.map(({ key }) => key),
    );
    if (sizes.length < streamBatch) return;
    cursor = String(last.key);
  }
}
