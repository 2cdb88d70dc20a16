import { createHash } from 'node:crypto';
import type pg from 'pg';
import { SqlFragment } from './sql-fragment.ts';

/** Executes raw statements, on a pool, on one connection of it, or through Prisma's client or one of its transactions. */
export interface SqlSession {
  $queryRaw<Rows>(statement: TemplateStringsArray, ...values: readonly unknown[]): Promise<Rows>;
  $executeRaw(statement: TemplateStringsArray, ...values: readonly unknown[]): Promise<number>;
}

/** Executes one statement: a pool, or a connection of it. */
export interface QueryTarget {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
}

/** A session that also takes fragments (`sqlFragment`) as values, and statements as text. Prisma's sessions do not. */
export interface FragmentSession extends SqlSession {
  readonly takesFragments: true;
  /** @param text one of a fixed number of texts, because each stays prepared: never one with a value in it. */
  query<Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]>;
}

/**
 * Executes each statement as a prepared statement, prepared once per connection. Statements that run for every import or request go this
 * way, because Prisma's client takes longer for a statement than PostgreSQL does. Values and rows are those of `pg`.
 */
export function createSqlSession(client: QueryTarget): FragmentSession {
  return {
    takesFragments: true,
    $queryRaw: async <Rows>(statement: TemplateStringsArray, ...values: readonly unknown[]) => {
      const { rows } = await client.query(toQuery(statement, values));
      return parseRows<Rows>(rows);
    },
    $executeRaw: async (statement, ...values) => {
      const { rowCount } = await client.query(toQuery(statement, values));
      return rowCount ?? 0;
    },
    query: async <Row>(text: string, values: readonly unknown[]) => {
      const { rows } = await client.query({ name: nameOf(text), text, values: [...values] });
      return parseRows<readonly Row[]>(rows);
    },
  };
}

/** As with Prisma's raw queries, the author of the statement names the type of its rows. */
function parseRows<Rows>(rows: unknown): Rows {
  return rows as Rows;
}

interface PreparedStatement {
  readonly name: string;
  readonly text: string;
  /** The template of each fragment, by the index of its value. */
  readonly fragments: ReadonlyMap<number, TemplateStringsArray>;
}

/** By template: each place in the source has one `TemplateStringsArray` for the lifetime of the process. */
const statements = new WeakMap<TemplateStringsArray, PreparedStatement>();

function toQuery(statement: TemplateStringsArray, values: readonly unknown[]): pg.QueryConfig {
  const { name, text, fragments } = statements.get(statement) ?? prepare(statement, values);
  const flat = values.flatMap((value, index) => {
    const template = value instanceof SqlFragment ? value.template : undefined;
    // The text is prepared once, so every execution must pass the same fragments.
    if (template !== fragments.get(index)) throw new Error(`statement ${name} was prepared with another fragment`);
    return value instanceof SqlFragment ? value.values : [value];
  });
  return { name, text, values: flat };
}

function prepare(statement: TemplateStringsArray, values: readonly unknown[]): PreparedStatement {
  const fragments = new Map<number, TemplateStringsArray>();
  let text = '';
  let parameters = 0;
  const append = (template: TemplateStringsArray, inner: readonly unknown[]): void => {
    template.forEach((part, index) => {
      text += part;
      if (index >= inner.length) return;
      const value = inner[index];
      if (value instanceof SqlFragment) append(value.template, value.values);
      else text += `$${(parameters += 1)}`;
    });
  };
  values.forEach((value, index) => {
    if (value instanceof SqlFragment) fragments.set(index, value.template);
  });
  append(statement, values);
  const prepared = { name: nameOf(text), text, fragments };
  statements.set(statement, prepared);
  return prepared;
}

const names = new Map<string, string>();

/** A name means the same text in every process: a pooler may give a connection to several of them. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `connectory_${createHash('sha256').update(text).digest('base64url').slice(0, 16)}`;
  names.set(text, name);
  return name;
}
