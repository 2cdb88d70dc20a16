import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { encodeCopyRows, type CopyRow } from './encode-copy-rows.ts';
import type { Database } from './database.ts';

/** Where raw statements go: Prisma's client, one of its transactions, or a write transaction. */
export interface SqlSession {
  $queryRaw<Rows>(statement: TemplateStringsArray, ...values: readonly unknown[]): Promise<Rows>;
  $executeRaw(statement: TemplateStringsArray, ...values: readonly unknown[]): Promise<number>;
}

/** A transaction of the hot write path, on a connection of its own. */
export interface WriteTransaction extends SqlSession {
  /**
   * Writes rows by `COPY` in its binary format: by far the fastest way in, and what is written need never be in memory as a whole.
   * Values come in the order of the columns.
   */
  copyInto(table: string, columns: readonly string[], rows: Iterable<CopyRow>): Promise<void>;
}

/**
 * Runs `work` in a transaction, which is committed once `work` resolves and rolled back when it rejects. Statements go to PostgreSQL
 * as they are and are prepared once for each connection: Prisma's client takes longer over each than PostgreSQL does, and has no COPY.
 * @throws whatever `work` throws, and `pg`'s errors, whose `code` is an SQLSTATE.
 */
export async function inWriteTransaction<Value>(
  database: Database,
  work: (tx: WriteTransaction) => Promise<Value>,
): Promise<Value> {
  const client = await database.pool.connect();
  // The pool listens to idle connections only. One lost here makes the statement under way reject, which says it all.
  client.on('error', ignore);
  let broken = false;
  try {
    await client.query('begin');
    const value = await work(transactionOn(client));
    await client.query('commit');
    return value;
  } catch (error) {
    await client.query('rollback').catch(() => {
      broken = true;
    });
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

function ignore(): void {}

/** Single statements, each on whatever connection is free. */
export function sqlSession({ pool }: Database): SqlSession {
  return sessionOn(pool);
}

function sessionOn(client: pg.Pool | pg.PoolClient): SqlSession {
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

function transactionOn(client: pg.PoolClient): WriteTransaction {
  return {
    ...sessionOn(client),
    copyInto: async (table, columns, rows) => {
      const copy = copyFrom(`copy ${table} (${columns.join(', ')}) from stdin with (format binary)`);
      await pipeline(Readable.from(encodeCopyRows(columns.length, rows), { objectMode: false }), client.query(copy));
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
