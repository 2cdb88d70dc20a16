import { detourTo, isRowSecurityActive } from './copy-target.ts';
import type { Database } from './database.ts';
import { errorCodeOf } from './database-errors.ts';
import { repeatIfRolledBack } from './database-faults.ts';
import { type CopyRow, encodeCopyRows } from '@connectory/encoding';
import { openOutgoing, type Outgoing } from './outgoing.ts';
import { createSqlSession, type FragmentSession, type SqlSession } from './sql-session.ts';

/** A transaction on its own connection, for hot write paths. Statements that are not awaited in between are sent together and run in order. */
export interface WriteTransaction extends FragmentSession {
  /**
   * Writes rows with binary `COPY`, the fastest way, which also keeps only a part of the rows in memory. Values are in the order of the columns.
   * A role to which row-level security applies inserts them from a temporary table.
   * @returns once they are sent. If the server rejects them, the transaction throws.
   */
  copyInto(table: string, columns: readonly string[], rows: Iterable<CopyRow>): Promise<void>;
  /** The same for rows that `encodeCopyRows` has encoded, in chunks of whole rows. */
  copyChunks(table: string, columns: readonly string[], chunks: AsyncIterable<Uint8Array>): Promise<void>;
  /** Does not wait for these statements before the commit is sent. If one fails, the transaction throws. */
  beforeCommit(statements: Promise<unknown>): void;
}

/**
 * Runs `work` in a transaction: commits when it resolves, and rolls back when it rejects. Its statements bypass Prisma's client, which takes
 * longer for a statement than PostgreSQL does and has no COPY. Runs `work` again, once, if PostgreSQL rolled it back in favour of another
 * transaction.
 * @throws the error of `work`, or the first error of `pg`, whose `code` is an SQLSTATE.
 */
export async function inWriteTransaction<Value>(
  database: Database,
  work: (tx: WriteTransaction) => Promise<Value>,
): Promise<Value> {
  return repeatIfRolledBack(() => inSingleWriteTransaction(database, work));
}

/** The same for `work` that cannot run twice, because it consumes a stream. */
export async function inSingleWriteTransaction<Value>(
  database: Database,
  work: (tx: WriteTransaction) => Promise<Value>,
): Promise<Value> {
  return inTransaction(database, 'begin', work);
}

/** Runs `work` on a snapshot of the database: it sees no concurrent writes. */
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
  // The pool handles errors of idle connections only. If this connection is lost, its running statement rejects.
  client.on('error', ignore);
  const { outgoing, abortReason } = rememberAbort(openOutgoing(client));
  const deferred = createDeferred();
  let broken = false;
  try {
    deferred.add(outgoing.query({ text: begin }));
    const isRestricted = begin === 'begin' && (await isRowSecurityActive(database, outgoing));
    const value = await work(transactionOn(outgoing, deferred, isRestricted));
    const committed = outgoing.query({ text: 'commit' });
    deferred.add(committed);
    await deferred.done();
    // PostgreSQL turns the commit into a rollback when a statement failed and `work` ignored its error.
    if ((await committed).command !== 'COMMIT')
      throw new Error('A statement of the transaction failed, and its error was ignored.');
    return value;
  } catch (error) {
    const cause = deferred.failure() ?? error;
    await outgoing.query({ text: 'rollback' }).catch(() => {
      broken = true;
    });
    // The statements before the rollback have ended, so the failure that aborted the transaction is known.
    throw errorCodeOf(cause) === abortedState ? (abortReason() ?? deferred.failure() ?? cause) : cause;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

function ignore(): void {}

/** Of statements that are awaited together, one behind the failed one may reject first. Results arrive in order, so the first reason counts. */
function rememberAbort(outgoing: Outgoing): { readonly outgoing: Outgoing; readonly abortReason: () => unknown } {
  let reason: unknown;
  const query: Outgoing['query'] = (config) => {
    const result = outgoing.query(config);
    result.catch((error: unknown) => {
      if (reason === undefined && errorCodeOf(error) !== abortedState) reason = error;
    });
    return result;
  };
  return { outgoing: { ...outgoing, query }, abortReason: () => reason };
}

function transactionOn(outgoing: Outgoing, deferred: Deferred, isRestricted: boolean): WriteTransaction {
  const copyDirectly: WriteTransaction['copyChunks'] = async (table, columns, chunks) => {
    const { sent, stored } = outgoing.copy(table, columns, chunks);
    deferred.add(stored);
    await sent;
  };
  const copyByDetour: WriteTransaction['copyChunks'] = async (table, columns, chunks) => {
    const detour = detourTo(table, columns);
    deferred.add(outgoing.query({ text: detour.create }));
    await copyDirectly(detour.table, columns, chunks);
    deferred.add(outgoing.query({ text: detour.insert }));
    deferred.add(outgoing.query({ text: detour.empty }));
  };
  const copy = isRestricted ? copyByDetour : copyDirectly;
  return {
    ...createSqlSession(outgoing),
    copyChunks: copy,
    copyInto: (table, columns, rows) => copy(table, columns, toAsync(encodeCopyRows(columns.length, rows))),
    beforeCommit: (statements) => deferred.add(statements),
  };
}

async function* toAsync<Value>(values: Iterable<Value>): AsyncGenerator<Value, void, undefined> {
  yield* values;
}

/** Statements of a transaction that are only awaited before its end. */
interface Deferred {
  add(statements: Promise<unknown>): void;
  /** The first error so far. */
  failure(): unknown;
  /** @throws the first error. */
  done(): Promise<void>;
}

/** SQLSTATE of statements behind the one that failed, whose error may arrive later. */
const abortedState = '25P02';

function createDeferred(): Deferred {
  const all: Promise<unknown>[] = [];
  let first: { readonly error: unknown } | undefined;
  return {
    add: (statements) => {
      statements.catch((error: unknown) => {
        if (first === undefined || errorCodeOf(first.error) === abortedState) first = { error };
      });
      all.push(statements);
    },
    failure: () => first?.error,
    done: async () => {
      await Promise.all(all);
    },
  };
}
