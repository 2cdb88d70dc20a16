import type pg from 'pg';

/** Where raw statements go: straight to PostgreSQL, or through Prisma's client or one of its transactions. */
export interface SqlSession {
  $queryRaw<Rows>(statement: TemplateStringsArray, ...values: readonly unknown[]): Promise<Rows>;
  $executeRaw(statement: TemplateStringsArray, ...values: readonly unknown[]): Promise<number>;
}

/** Takes statements, and says what came of each: a pool, or a connection of it. */
export interface QueryTarget {
  query(config: pg.QueryConfig): Promise<pg.QueryResult>;
}

/**
 * Sends statements as they are, each prepared once for each connection. What runs for every import or request goes this way: Prisma's
 * client takes longer over a statement than PostgreSQL does. Values and rows are those of `pg`.
 */
export function createSqlSession(client: QueryTarget): SqlSession {
  return {
    $queryRaw: async <Rows>(statement: TemplateStringsArray, ...values: readonly unknown[]) => {
      const { rows } = await client.query({ ...prepared(statement), values: [...values] });
      return parseRows<Rows>(rows);
    },
    $executeRaw: async (statement, ...values) => {
      const { rowCount } = await client.query({ ...prepared(statement), values: [...values] });
      return rowCount ?? 0;
    },
  };
}

/** Rows are what the statement says: as with Prisma's raw queries, its author names their type. */
function parseRows<Rows>(rows: unknown): Rows {
  return rows as Rows;
}

interface PreparedStatement {
  readonly name: string;
  readonly text: string;
}

/** By the place in the source where a statement is written, which is one array for as long as the process lives. */
const statements = new WeakMap<TemplateStringsArray, PreparedStatement>();
let statementCount = 0;

function prepared(statement: TemplateStringsArray): PreparedStatement {
  const known = statements.get(statement);
  if (known !== undefined) return known;
  statementCount += 1;
  const text = statement.reduce((written, part, index) => (index === 0 ? part : `${written}$${index}${part}`), '');
  const made = { name: `connectory_${statementCount}`, text };
  statements.set(statement, made);
  return made;
}
