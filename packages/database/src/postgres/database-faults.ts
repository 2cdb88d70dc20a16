import { errorCodeOf } from './database-errors.ts';

/**
 * What an error means for a retry.
 *
 * - `unreachable`, `overloaded`, `read-only`, `storage-full`: the database or its disk is at fault; an operator may have to act.
 * - `conflict`: another transaction, or a connection that is shared, is at fault; a retry succeeds soon.
 * - `rejected`: the statement is at fault; a retry fails again.
 */
export type FaultKind = 'unreachable' | 'overloaded' | 'read-only' | 'storage-full' | 'conflict' | 'rejected';

interface FaultRow {
  /**
   * An SQLSTATE or its class (PostgreSQL manual, appendix A), a code of Node or of Prisma (its error reference), or the kind of an error of
   * Prisma's adapter that has neither.
   */
  readonly code: string;
  readonly kind: FaultKind;
  readonly why: string;
  /** The server rolled back the whole transaction, in favour of another one: the same work may succeed at once. */
  readonly isRolledBack?: true;
}

/** The only table of error codes of databases. The longest code that an error begins with decides. */
export const databaseFaults: readonly FaultRow[] = [
  { code: '08', kind: 'unreachable', why: 'connection exception' },
  { code: '08P01', kind: 'conflict', why: 'protocol violation: a pooler gave the connection to another session' },
  { code: '22', kind: 'rejected', why: 'data exception: PostgreSQL rejects the value' },
  { code: '23', kind: 'rejected', why: 'integrity constraint violated' },
  { code: '25006', kind: 'read-only', why: 'read-only transaction: a standby, or a database set to read-only' },
  { code: '26000', kind: 'conflict', why: 'the prepared statement is unknown: a pooler changed the session' },
  { code: '40', kind: 'conflict', why: 'transaction rolled back' },
  { code: '40001', kind: 'conflict', why: 'serialization failure', isRolledBack: true },
  { code: '40P01', kind: 'conflict', why: 'deadlock', isRolledBack: true },
  { code: '42', kind: 'rejected', why: 'syntax error or unknown table: a defect' },
  { code: '42P05', kind: 'conflict', why: 'the prepared statement exists already: a pooler changed the session' },
  { code: '53', kind: 'overloaded', why: 'insufficient resources' },
  { code: '53100', kind: 'storage-full', why: 'disk full' },
  { code: '54', kind: 'rejected', why: 'program limit exceeded: too large for PostgreSQL' },
  { code: '55P03', kind: 'conflict', why: 'lock not available', isRolledBack: true },
  { code: '57', kind: 'unreachable', why: 'operator intervention: shutdown, crash, cannot connect now' },
  { code: '58', kind: 'unreachable', why: 'system error outside PostgreSQL, such as a failing disk' },
  { code: 'P1001', kind: 'unreachable', why: 'Prisma cannot reach the server' },
  { code: 'P1002', kind: 'unreachable', why: 'Prisma reached the server, but timed out' },
  { code: 'P1008', kind: 'unreachable', why: 'Prisma timed out' },
  { code: 'P1017', kind: 'unreachable', why: 'the server closed the connection' },
  { code: 'P2000', kind: 'rejected', why: 'value too long for its column' },
  { code: 'P2002', kind: 'rejected', why: 'unique constraint violated' },
  { code: 'P2003', kind: 'rejected', why: 'foreign key violated' },
  { code: 'P2024', kind: 'overloaded', why: 'no connection of the pool became free' },
  { code: 'P2028', kind: 'overloaded', why: 'no transaction could be started in time' },
  { code: 'P2034', kind: 'conflict', why: 'write conflict or deadlock' },
  { code: 'DatabaseNotReachable', kind: 'unreachable', why: 'the adapter cannot reach the server' },
  { code: 'ConnectionClosed', kind: 'unreachable', why: 'the server closed the connection of the adapter' },
  { code: 'SocketTimeout', kind: 'unreachable', why: 'the connection of the adapter timed out' },
  { code: 'TlsConnectionError', kind: 'unreachable', why: 'the adapter could not begin TLS' },
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'].map(
    (code) => ({ code, kind: 'unreachable', why: 'the network, or the server' }) as const,
  ),
  { code: 'unavailable', kind: 'unreachable', why: 'an error of this service for something that is unavailable' },
];

// Longest first, so that a code takes precedence over its class.
const byLength = [...databaseFaults].sort((a, b) => b.code.length - a.code.length);

/** Messages of `pg`, Prisma's adapter and `ioredis` that come without a code. */
const unreachableTexts =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|connection error and is not queryable|Stream isn't writeable|Connection is closed|server closed the connection/i;

/** Causes deeper than this are not inspected. */
const maxDepth = 5;

function rowOf(error: unknown): FaultRow | undefined {
  const code = errorCodeOf(error);
  return code === undefined ? undefined : byLength.find((row) => code.startsWith(row.code));
}

/** @returns what an error of the database, the queue or another server means; undefined for any other error. */
export function faultOf(thrown: unknown): FaultKind | undefined {
  let error: unknown = thrown;
  for (let depth = 0; typeof error === 'object' && error !== null && depth < maxDepth; depth += 1) {
    const found = rowOf(error);
    if (found !== undefined) return found.kind;
    // Any failure to connect counts: for a UNIX socket the code may be ENOENT.
    if (Reflect.get(error, 'syscall') === 'connect') return 'unreachable';
    if (error instanceof Error && unreachableTexts.test(error.message)) return 'unreachable';
    error = Reflect.get(error, 'cause') ?? Reflect.get(Object(Reflect.get(error, 'meta')), 'driverAdapterError');
  }
  return undefined;
}

/** Whether a retry may succeed, because the database, the queue or another server is at fault. */
export function isUnavailable(thrown: unknown): boolean {
  const fault = faultOf(thrown);
  return fault !== undefined && fault !== 'rejected';
}

/**
 * Runs a statement or a transaction, and repeats it once if PostgreSQL rolled it back in favour of another transaction, as in a deadlock with
 * a migration.
 * @param work has no effects outside of the database, and can run twice.
 */
export async function repeatIfRolledBack<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (rowOf(error)?.isRolledBack !== true) throw error;
    return work();
  }
}
