import type { ConnectorRecord } from '@connectory/lifecycle';
import type { Database } from '../postgres/database.ts';
import { escapeLike } from '../postgres/escape-like.ts';
import { countRows, fitsPage, maxCounted, type Page, type PageRequest, readPage } from '../postgres/page.ts';
import { type ConnectorSort, createConnectorOrder } from './connector-order.ts';
import { type ConnectorRelations, ownRelations, publicRelations } from './connector-relations.ts';
import { connectorColumns } from './connectors.ts';

/** About the bytes of a version in a response, without its name and description. */
const versionBytes = 300;

interface Tag {
  readonly key: string;
  readonly value?: string | undefined;
}

export interface ConnectorFilter {
  /** Undefined for the public connectors of all organisations. */
  readonly organisationId: string | undefined;
  /** Substring of the name, ignoring case. */
  readonly name?: string | undefined;
  /** Each must be present, with the value if it has one. */
  readonly tags?: readonly Tag[] | undefined;
  /** Each must be present. */
  readonly categories?: readonly string[] | undefined;
}

/** Lists connectors; most recently updated first, unless sorted otherwise. */
export async function listConnectors(
  database: Database,
  filter: ConnectorFilter,
  request: PageRequest & { readonly sort?: readonly ConnectorSort[] | undefined },
): Promise<Page<ConnectorRecord>> {
  const relations = filter.organisationId === undefined ? publicRelations : ownRelations;
  const page = await pageConnectors(database, relations, conditionsOf(filter), request);
  const ids = page.items.map(({ id }) => id);
  const { rows } = await database.pool.query<ConnectorRecord>(
    `select ${connectorColumns} from ${relations.connectors} c where c.id = any ($1::bpchar[])`,
    [ids],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return { ...page, items: ids.flatMap((id) => byId.get(id) ?? []) };
}

/** A condition in SQL with its values: `$1` is the first of them. */
interface Condition {
  readonly sql: string;
  readonly values: readonly unknown[];
  /** Whether it selects a part of the connectors of the organisation. */
  readonly isFilter: boolean;
}

function conditionsOf({ organisationId, name, tags = [], categories = [] }: ConnectorFilter): Condition {
  const values: unknown[] = [];
  const bind = (value: unknown): string => `$${values.push(value)}`;
  const conditions = [organisationId === undefined ? 'true' : `c.organisation_id = ${bind(organisationId)}`];
  // Half the time of `ilike`, which turns the pattern into lower case for each row.
  if (name !== undefined) conditions.push(`lower(c.name) like lower(${bind(`%${escapeLike(name)}%`)})`);
  // The indexes of categories and tags have no connectors without any.
  if (categories.length > 0) conditions.push(`c.categories <> '{}' and c.categories @> ${bind(categories)}::text[]`);
  for (const tag of tags) conditions.push(`c.tags <> '{}' and ${conditionOfTag(tag, bind)}`);
  return { sql: conditions.join(' and '), values, isFilter: conditions.length > 1 };
}

function conditionOfTag({ key, value }: Tag, bind: (value: unknown) => string): string {
  if (value === undefined) return `c.tags::jsonb ? ${bind(key)}`;
  // A list contains its items, and a single value itself.
  const forms = [value, [value]].map((one) => `c.tags::jsonb @> ${bind(JSON.stringify({ [key]: one }))}::jsonb`);
  return `(${forms.join(' or ')})`;
}

interface SizedConnector {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Size in a response, with all its versions. */
  readonly bytes: number;
}

/** Connectors that are put in order by themselves. The order of more is that of an index, which finds a page of them soon. */
const maxSorted = 2_000;

/**
 * Finds what a filter selects, once for the page and for the number of all.
 * @returns how many there are, and a condition for the page
 */
async function findMatching(
  { pool }: Database,
  { listed }: ConnectorRelations,
  condition: Condition,
): Promise<{ readonly count: number; readonly condition: Condition }> {
  if (!condition.isFilter)
    return { count: await countRows(pool, `${listed} c where ${condition.sql}`, condition.values), condition };
  const { rows } = await pool.query<{ ids: string[] }>(
    `select array_agg(id) as ids from (select c.id from ${listed} c where ${condition.sql} limit ${maxCounted}) as found`,
    [...condition.values],
  );
  const ids = rows[0]?.ids ?? [];
  if (ids.length > maxSorted) return { count: ids.length, condition };
  return { count: ids.length, condition: { sql: 'c.id = any ($1::bpchar[])', values: [ids], isFilter: true } };
}

async function pageConnectors(
  database: Database,
  relations: ConnectorRelations,
  selected: Condition,
  request: PageRequest & { readonly sort?: readonly ConnectorSort[] | undefined },
): Promise<Page<SizedConnector>> {
  const { connectors, versions } = relations;
  const order = createConnectorOrder(request.sort);
  let found: ReturnType<typeof findMatching> | undefined;
  const find = () => (found ??= findMatching(database, relations, selected));
  return readPage<SizedConnector>(request, {
    count: async () => (await find()).count,
    read: async ({ cursor, backwards, limit }) => {
      const { sql, values } = selected.isFilter ? (await find()).condition : selected;
      const bound = [...values];
      const bind = (value: unknown): string => `$${bound.push(value)}`;
      const behind = cursor === undefined ? '' : `and ${order.behind(cursor, backwards, bind)}`;
      const { rows } = await database.pool.query<SizedConnector>(
        `select c.id, c.name, c.created_at as "createdAt", c.updated_at as "updatedAt",
                (octet_length(c.name) + octet_length(c.tags) + octet_length(c.auth_scheme_configs)
                 + octet_length(c.connection_variables)
                 + (select coalesce(sum(${versionBytes} + octet_length(v.name) + coalesce(octet_length(v.description), 0)), 0)
                      from ${versions} v where v.connector_id = c.id))::float8 as bytes
           from ${connectors} c
          where ${sql} ${behind}
          order by ${order.orderBy(backwards)} limit ${bind(limit)}`,
        bound,
      );
      return rows;
    },
    fits: fitsPage(({ bytes }) => bytes),
    cursorOf: (connector) => order.cursorOf(connector),
    cursorForm: order.cursorForm,
  });
}
