import type { VersionRecord } from '@connectory/lifecycle';
import { type ConnectorRelations, ownRelations } from '../connectors/connector-relations.ts';
import type { Database } from '../postgres/database.ts';
import { fitsPage, maxCounted, isStorableTime, type Page, type PageRequest, readPage } from '../postgres/page.ts';
import { findStoredText, type StoredText, textInMemory } from '../texts/stored-text.ts';

/**
 * Versions with their roles: `isLatest` for the one published last, `isDefault` for the chosen default, else the latest. A chosen version
 * that is no longer published is not the default.
 */
const versionsOf = ({ connectors, versions }: ConnectorRelations): string => `
  select v.connector_id as "connectorId", v.id, v.name, v.description, v.created_at as "createdAt",
         v.updated_at as "updatedAt", v.published_at as "publishedAt", v.id = latest.id is true as "isLatest",
         v.id = coalesce(chosen.id, latest.id) is true as "isDefault"
    from ${connectors} c
    left join lateral (
      select p.id from ${versions} p where p.id = c.default_version_id and p.published_at is not null limit 1
    ) chosen on true
    left join lateral (
      select p.id from ${versions} p where p.connector_id = c.id and p.published_at is not null
       order by p.published_at desc, p.id desc limit 1
    ) latest on true
    join ${versions} v on v.connector_id = c.id`;

const versions = versionsOf(ownRelations);

type VersionRow = VersionRecord & { readonly connectorId: string };

/** Versions per query when all are streamed, and when a page is filled. */
const batchRows = 500;

/**
 * Finds a version by its name, or by `latest` or `default`.
 * @returns undefined when the organisation has no such connector, or the connector no such version.
 */
export async function resolveVersion(
  database: Database,
  organisationId: string,
  connectorId: string,
  name: string,
): Promise<VersionRecord | undefined> {
  const wanted =
    name === 'latest' ? 'v.id = latest.id' : name === 'default' ? 'v.id = coalesce(chosen.id, latest.id)' : '';
  const [row] = await database.sql.query<VersionRow>(
    `${versions} where c.id = $1 and c.organisation_id = $2 and ${wanted === '' ? 'v.name = $3' : wanted}`,
    wanted === '' ? [connectorId, organisationId, name] : [connectorId, organisationId],
  );
  return row && toRecord(row);
}

/** Most recently updated first. @returns undefined when the organisation has no such connector. */
export async function listVersions(
  database: Database,
  organisationId: string,
  connectorId: string,
  request: PageRequest,
): Promise<Page<VersionRecord> | undefined> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select (select count(*)::int from (select from connector_versions v where v.connector_id = c.id limit ${maxCounted}) as counted) as count
       from connectors c where c.id = $1 and c.organisation_id = $2`,
    [connectorId, organisationId],
  );
  const [counted] = rows;
  if (counted === undefined) return undefined;
  return readPage<VersionRecord>(request, {
    count: async () => counted.count,
    read: ({ cursor, backwards, limit }) => readVersions(database, connectorId, { cursor, backwards, limit }),
    fits: fitsPage(({ name, description }) => name.length + (description?.length ?? 0)),
    cursorOf: (version) => `${version.updatedAt.toISOString()}/${version.id}`,
    cursorForm: { test: isTimeAndId },
  });
}

function isTimeAndId(cursor: string): boolean {
  const [time = '', id = ''] = cursor.split('/', 2);
  return isStorableTime(time) && /^[0-9A-Z]{26}$/.test(id) && cursor === `${time}/${id}`;
}

async function readVersions(
  database: Database,
  connectorId: string,
  { cursor, backwards, limit }: { cursor: string | undefined; backwards: boolean; limit: number },
): Promise<readonly VersionRecord[]> {
  const [time, id] = cursor?.split('/') ?? [];
  const { rows } = await database.pool.query<VersionRow>(
    `${versions} where c.id = $1
        and ($2::timestamptz is null or (v.updated_at, v.id) ${backwards ? '>' : '<'} ($2::timestamptz, $3::bpchar))
      order by ${backwards ? 'v.updated_at, v.id' : 'v.updated_at desc, v.id desc'} limit $4`,
    [connectorId, time ?? null, id ?? null, limit],
  );
  return rows.map(toRecord);
}

/** Streams the versions of a connector in batches, newest first. Its statement is planned once, that for several connectors each time. */
export async function* streamVersionsOf(
  database: Database,
  connectorId: string,
): AsyncGenerator<VersionRecord, void, undefined> {
  let after: string | null = null;
  for (;;) {
    const rows: readonly VersionRow[] = await database.sql.query<VersionRow>(
      `${versions} where c.id = $1 and ($2::bpchar is null or v.id < $2::bpchar) order by v.id desc limit ${batchRows}`,
      [connectorId, after],
    );
    yield* rows.map(toRecord);
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchRows) return;
    after = last.id;
  }
}

/** Streams the versions of connectors in batches: in the order of the connectors, newest first. */
export async function* streamVersions(
  database: Database,
  connectorIds: readonly string[],
  relations: ConnectorRelations = ownRelations,
): AsyncGenerator<{ readonly connectorId: string; readonly version: VersionRecord }, void, undefined> {
  const selected = versionsOf(relations);
  let after = { index: 0, id: '' };
  for (;;) {
    const { rows } = await database.pool.query<VersionRow>(
      // The second condition is for a view: PostgreSQL does not look up its rows for each connector.
      `${selected} where c.id = any ($1::bpchar[]) and v.connector_id = any ($1::bpchar[])
          and (array_position($1::bpchar[], c.id) > $2 or (array_position($1::bpchar[], c.id) = $2 and v.id < $3))
        order by array_position($1::bpchar[], c.id), v.id desc limit ${batchRows}`,
      [connectorIds, after.index, after.id],
    );
    for (const row of rows) yield { connectorId: row.connectorId, version: toRecord(row) };
    const last = rows.at(-1);
    if (last === undefined || rows.length < batchRows) return;
    // Positions in arrays of PostgreSQL begin with 1.
    after = { index: connectorIds.indexOf(last.connectorId) + 1, id: last.id };
  }
}

function toRecord(row: VersionRow): VersionRecord {
  const { id, name, description, isLatest, isDefault, createdAt, updatedAt, publishedAt } = row;
  return { id, name, description, isLatest, isDefault, createdAt, updatedAt, publishedAt };
}

/** The messages of a version: a JSON array of Message. */
export async function readVersionMessages(database: Database, versionId: string): Promise<StoredText> {
  const statement = { text: 'select messages as content from connector_versions where id = $1', values: [versionId] };
  return (await findStoredText(database, statement)) ?? textInMemory('[]');
}
