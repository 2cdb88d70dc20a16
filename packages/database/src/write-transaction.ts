import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Database } from './database.ts';
import { type CopyRow, encodeCopyRows } from './encode-copy-rows.ts';
import { createSqlSession, type SqlSession } from './sql-session.ts';

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
  return inTransaction(database, 'begin', (client) => work(transactionOn(client)));
}

/** Runs `work` on the database as it is at one moment, whatever is written meanwhile. */
export async function inSnapshot<Value>(
  database: Database,
  work: (session: SqlSession) => Promise<Value>,
): Promise<Value> {
  return inTransaction(database, 'begin isolation level repeatable read read only', (client) =>
    work(createSqlSession(client)),
  );
}

async function inTransaction<Value>(
  database: Database,
  begin: string,
  work: (client: pg.PoolClient) => Promise<Value>,
): Promise<Value> {
  const client = await database.pool.connect();
  // The pool listens to idle connections only. One lost here makes the statement under way reject, which says it all.
  client.on('error', ignore);
  let broken = false;
  try {
    await client.query(begin);
    const value = await work(client);
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

function transactionOn(client: pg.PoolClient): WriteTransaction {
  return {
    ...createSqlSession(client),
    copyInto: async (table, columns, rows) => {
      const text = `copy ${table} (${columns.join(', ')}) from stdin with (format binary)`;
      await writeAll(client.query(copyFrom(text)), encodeCopyRows(columns.length, rows));
    },
  };
}

/** As a pipeline of both would, for a quarter of the price: what there is to write is there already. */
async function writeAll(stream: Writable, chunks: Iterable<Buffer>): Promise<void> {
  const written = finished(stream);
  // Awaited below; a failure in between is met by the next write, and told there.
  written.catch(ignore);
  try {
    for (const chunk of chunks) if (!stream.write(chunk)) await once(stream, 'drain');
    stream.end();
  } catch (error) {
    stream.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  await written;
}
