import type { Database } from './database.ts';
import { type CopyRow, encodeCopyRows } from './encode-copy-rows.ts';
import { openOutgoing, type Outgoing } from './outgoing.ts';
import { createSqlSession, type SqlSession } from './sql-session.ts';

/** A transaction of the hot write path, on a connection of its own. Statements that do not wait for each other leave together, and are done in order. */
export interface WriteTransaction extends SqlSession {
  /**
   * Writes rows by `COPY` in its binary format: by far the fastest way in, and what is written need never be in memory as a whole.
   * Values come in the order of the columns.
   * @returns once they are sent: what the server has against them, the transaction throws.
   */
  copyInto(table: string, columns: readonly string[], rows: Iterable<CopyRow>): Promise<void>;
  /** Leaves statements that nothing depends on to the end: the commit goes out right behind them, and what they throw, the transaction throws. */
  beforeCommit(statements: Promise<unknown>): void;
}

/**
 * Runs `work` in a transaction, which is committed once `work` resolves and rolled back when it rejects. Statements go to PostgreSQL
 * as they are and are prepared once for each connection: Prisma's client takes longer over each than PostgreSQL does, and has no COPY.
 * @throws whatever `work` throws, and `pg`'s errors, whose `code` is an SQLSTATE: of several the first, which the others follow from.
 */
export async function inWriteTransaction<Value>(
  database: Database,
  work: (tx: WriteTransaction) => Promise<Value>,
): Promise<Value> {
  return inTransaction(database, 'begin', work);
}

/** Runs `work` on the database as it is at one moment, whatever is written meanwhile. */
export async function inSnapshot<Value>(
  database: Database,
  work: (session: SqlSession) => Promise<Value>,
): Promise<Value> {
  return inTransaction(database, 'begin isolation level repeatable read read only', work);
}

async function inTransaction<Value>(
  database: Database,
  begin: string,
  work: (tx: WriteTransaction) => Promise<Value>,
): Promise<Value> {
  const client = await database.pool.connect();
  // The pool listens to idle connections only. One lost here makes the statement under way reject, which says it all.
  client.on('error', ignore);
  const outgoing = openOutgoing(client);
  const left = leftToTheEnd();
  let broken = false;
  try {
    left.add(outgoing.query({ text: begin }));
    const value = await work(transactionOn(outgoing, left));
    const committed = outgoing.query({ text: 'commit' });
    left.add(committed);
    await left.done();
    // PostgreSQL takes it for a rollback where a statement has failed, although `work` thought nothing of that.
    if ((await committed).command !== 'COMMIT')
      throw new Error('A statement of the transaction failed, and was ignored.');
    return value;
  } catch (error) {
    const cause = left.failure() ?? error;
    await outgoing.query({ text: 'rollback' }).catch(() => {
      broken = true;
    });
    throw cause;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

function ignore(): void {}

function transactionOn(outgoing: Outgoing, left: LeftToTheEnd): WriteTransaction {
  return {
    ...createSqlSession(outgoing),
    copyInto: async (table, columns, rows) => {
      const { sent, stored } = outgoing.copy(table, columns, encodeCopyRows(columns.length, rows));
      left.add(stored);
      await sent;
    },
    beforeCommit: (statements) => left.add(statements),
  };
}

/** What a transaction has been asked for and nobody waits for. */
interface LeftToTheEnd {
  add(statements: Promise<unknown>): void;
  /** What failed first, as far as is known. */
  failure(): unknown;
  /** @throws what failed first. */
  done(): Promise<void>;
}

function leftToTheEnd(): LeftToTheEnd {
  const all: Promise<unknown>[] = [];
  let first: { readonly error: unknown } | undefined;
  return {
    add: (statements) => {
      statements.catch((error: unknown) => (first ??= { error }));
      all.push(statements);
    },
    failure: () => first?.error,
    done: async () => {
      await Promise.all(all);
    },
  };
}
