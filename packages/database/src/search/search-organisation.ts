import type { ImportStatus } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { escapeLike } from '../postgres/escape-like.ts';

/** Limits of the rows that a search reads, however many an organisation has. It reads the newest connectors and imports. */
export const searchBounds = {
  connectors: 2_000,
  versions: 1_000,
  imports: 2_000,
  connectorsOfEntities: 100,
  entities: 2_000,
} as const;

export interface SearchRequest {
  readonly organisationId: string;
  /** Each must be found. Ignores case. */
  readonly words: readonly string[];
  /** Only this connector, its versions, imports and entities. */
  readonly connectorId?: string | undefined;
  /** Most items. */
  readonly limit: number;
}

/** What a search found, and whether it has read everything. */
export interface Found<Item> {
  readonly items: readonly Item[];
  readonly isComplete: boolean;
}

export interface FoundConnector {
  readonly id: string;
  readonly name: string;
  readonly baseUrl: string;
}

export interface FoundVersion {
  readonly connectorId: string;
  readonly connectorName: string;
  readonly version: string;
  readonly isPublished: boolean;
}

export interface FoundImport {
  readonly id: string;
  readonly filename?: string;
  readonly schemaURL?: string;
  readonly connectorName?: string;
  readonly version?: string;
  readonly status: ImportStatus;
}

export interface FoundEntityOfVersion {
  readonly kind: 'action' | 'trigger' | 'definition';
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly connectorId: string;
  readonly connectorName: string;
  readonly version: string;
}

/*
 * $1: organisation, $2: connector or null, $3: patterns, $4: most items, $5: one row more than is read, which says
 * that there are others; $6: the same for connectors. It is materialised, so that each table is read by an index up to the bound.
 */
const newestConnectors = (columns: string): string => `
  select ${columns} from connectors c
   where c.organisation_id = $1 and ($2::text is null or c.id = $2::bpchar)
   order by c.updated_at desc, c.id`;

function statementOf(rows: string, { item, text, order, where = 'true', isComplete = 'true' }: Selected): string {
  return `
    with rows as materialized (${rows} limit $5)
    select json_strip_nulls(coalesce(json_agg(found), '[]')) as items, (select count(*) from rows) < $5 and ${isComplete} as "isComplete"
      from (select ${item} from rows where ${matchesAll(text)} and ${where} order by ${order} limit $4) as found`;
}

/** Stops at the last item, where rows are read in the order of the items. `keys` selects the same rows, to count them in an index. */
function orderedStatementOf(rows: string, keys: string, { item, text, order }: Selected): string {
  return `
    select json_strip_nulls(coalesce(json_agg(found), '[]')) as items, (select count(*) from (${keys} limit $5) keys) < $5 as "isComplete"
      from (select ${item} from (${rows} limit $5) rows where ${matchesAll(text)} order by ${order} limit $4) as found`;
}

/** The words in lower case, once for all rows. */
const lowerPatterns = `(select array_agg(lower(word)) from unnest($3::text[]) word)::text[]`;

/** Half the time of `ilike`, which turns the pattern into lower case for each row. */
const matchesAll = (text: string): string => `lower(${text}) like all (${lowerPatterns})`;

/** Texts with spaces between them. `concat_ws` takes twice as long. */
const joined = (...texts: readonly string[]): string => texts.join(` || ' ' || `);

const optional = (text: string): string => `coalesce(${text}, '')`;

interface Selected {
  readonly item: string;
  readonly text: string;
  readonly order: string;
  readonly where?: string;
  /** A condition beside the number of rows. */
  readonly isComplete?: string;
}

const connectorStatement = orderedStatementOf(
  newestConnectors('c.id, c.name, c.base_url, c.updated_at'),
  newestConnectors('c.id'),
  { item: 'id, name, base_url as "baseUrl"', text: joined('id', 'name', 'base_url'), order: 'updated_at desc, id' },
);

const versionStatement = statementOf(
  `select connector_id as "connectorId", connector_name as "connectorName", updated_at, name as version, id,
          published_at is not null as "isPublished"
     from listed_versions
    where organisation_id = $1 and ($2::text is null or connector_id = $2::bpchar)
    order by updated_at desc, connector_id`,
  {
    item: '"connectorId", "connectorName", version, "isPublished"',
    text: joined('"connectorName"', 'version'),
    // Connectors are found by their names: a version has to be found by its own.
    where: `lower(version) like any (${lowerPatterns})`,
    order: 'updated_at desc, "connectorId", id desc',
  },
);

// Not by the functions of JSON, which fail for escapes that a text of PostgreSQL cannot have. Most imports have no URL, and the expression is slow.
const schemaUrl = `case when strpos(i.options, '"schemaURL":"') > 0
                     then substring(i.options from '"schemaURL":"((?:[^"\\\\]|\\\\.)*)') end`;

const newestImports = (columns: string, join = ''): string => `
  select ${columns} from imports i ${join}
   where i.organisation_id = $1 and ($2::text is null or i.connector_id = $2::bpchar)
   order by i.id desc`;

const importStatement = orderedStatementOf(
  newestImports(
    `i.id, i.filename, ${schemaUrl} as "schemaURL", i.version, i.status, c.name as "connectorName"`,
    'left join lateral (select name from listed_connectors where id = i.connector_id offset 0) c on true',
  ),
  newestImports('i.id'),
  {
    item: 'id, filename, "schemaURL", version, status, "connectorName"',
    text: joined('id', optional('filename'), optional('"schemaURL"'), optional('"connectorName"'), optional('version')),
    order: 'id desc',
  },
);

const entityStatement = statementOf(
  `select c.id as "connectorId", c.name as "connectorName", c.updated_at, v.name as version, e.kind, e.position, e.name, e.method, e.path
     from (${newestConnectors('c.id, c.name, c.updated_at')} limit $6) c
    cross join lateral (select v.id, v.name from connector_versions v
                         where v.connector_id = c.id order by v.published_at desc nulls last, v.id desc limit 1) v
    cross join lateral (select * from listed_entities where version_id = v.id) e`,
  {
    item: 'kind, name, method, path, "connectorId", "connectorName", version',
    text: joined('name', optional('method'), optional('path')),
    order: 'updated_at desc, "connectorId", kind, position',
    isComplete: `(select count(*) from (${newestConnectors('c.id')} limit $6) as c) < $6`,
  },
);

/** Finds connectors by id, name or base URL; most recently updated first. */
export function findConnectorsByWords(database: Database, request: SearchRequest): Promise<Found<FoundConnector>> {
  return run(database, connectorStatement, request, searchBounds.connectors);
}

/** Finds versions whose name has one of the words, and connector or name the others. */
export function findVersionsByWords(database: Database, request: SearchRequest): Promise<Found<FoundVersion>> {
  return run(database, versionStatement, request, searchBounds.versions);
}

/** Finds imports by id, file name, URL, connector or version; newest first. */
export function findImportsByWords(database: Database, request: SearchRequest): Promise<Found<FoundImport>> {
  return run(database, importStatement, request, searchBounds.imports);
}

/** Finds entities by name, method or path in the latest version of each connector, or in its newest draft. */
export function findEntitiesByWords(database: Database, request: SearchRequest): Promise<Found<FoundEntityOfVersion>> {
  return run(database, entityStatement, request, searchBounds.entities, searchBounds.connectorsOfEntities);
}

async function run<Item>(
  { pool }: Database,
  text: string,
  { organisationId, connectorId, words, limit }: SearchRequest,
  ...bounds: readonly number[]
): Promise<Found<Item>> {
  const patterns = words.map((word) => `%${escapeLike(word)}%`);
  const values = [organisationId, connectorId ?? null, patterns, limit, ...bounds.map((most) => most + 1)];
  const { rows } = await pool.query<Found<Item>>(text, values);
  return rows[0] ?? { items: [], isComplete: true };
}
