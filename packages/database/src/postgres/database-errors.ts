/*
 * The only file that knows the shapes of driver errors.
 *
 * - `pg`: `code` is an SQLSTATE or a code of Node, and `constraint` names a violated constraint.
 * - Prisma 7 with a driver adapter: `code` is one of Prisma's (`P2002` has no `meta.target` then). The error of the adapter is in
 *   `meta.driverAdapterError.cause`, with the SQLSTATE as `originalCode` and the message of PostgreSQL as `originalMessage`.
 * - Node, `ioredis` and HTTP clients: `code` and `syscall`, or only a message.
 */

/** SQLSTATE unique_violation and foreign_key_violation (PostgreSQL manual, appendix A). */
const uniqueViolation = '23505';
const foreignKeyViolation = '23503';

/** @returns the name of the unique constraint that a write violated; undefined for any other error. */
export function violatedConstraint(error: unknown): string | undefined {
  const code = property(error, 'code');
  if (code === uniqueViolation) return textOf(property(error, 'constraint'));
  if (code !== 'P2002') return undefined;
  const message = textOf(property(adapterCause(error), 'originalMessage'));
  return message === undefined ? undefined : /unique constraint "([^"]+)"/.exec(message)?.[1];
}

/** @returns the name of the foreign key that a statement of `pg` violated; undefined for any other error. */
export function violatedReference(error: unknown): string | undefined {
  return property(error, 'code') === foreignKeyViolation ? textOf(property(error, 'constraint')) : undefined;
}

/** @returns the SQLSTATE of an error of Prisma's adapter, else the code of the error or of its cause. */
export function errorCodeOf(error: unknown): string | undefined {
  return ownCode(error) ?? ownCode(property(error, 'cause'));
}

function ownCode(error: unknown): string | undefined {
  return textOf(property(adapterCause(error), 'originalCode')) ?? textOf(property(error, 'code'));
}

/** Codes of Node, PostgreSQL (SQLSTATE classes 08, 53 and 57) and Prisma for a temporary failure, and the code of our own errors. */
const unavailableCodes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|08...|53...|57...|P1001|P1002|P1008|P1017|P2024|P2028|unavailable)$/;

/** Messages of `pg`, Prisma's adapter and `ioredis` that come without a code. */
const unavailableTexts =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|connection error and is not queryable|Stream isn't writeable|Connection is closed|server closed the connection/i;

/** Causes deeper than this are not inspected. */
const maxDepth = 5;

/** Whether the database, the queue or another server cannot be reached, so that a retry may succeed. */
export function isUnavailable(thrown: unknown): boolean {
  for (
    let error: unknown = thrown, depth = 0;
    typeof error === 'object' && error !== null && depth < maxDepth;
    depth += 1
  ) {
    const code = property(error, 'code') ?? property(error, 'originalCode');
    if (typeof code === 'string' && unavailableCodes.test(code)) return true;
    // Any failure to connect counts: for a UNIX socket the code may be ENOENT.
    if (property(error, 'syscall') === 'connect') return true;
    if (error instanceof Error && unavailableTexts.test(error.message)) return true;
    error = property(error, 'cause') ?? property(property(error, 'meta'), 'driverAdapterError');
  }
  return false;
}

function adapterCause(error: unknown): unknown {
  return property(property(property(error, 'meta'), 'driverAdapterError'), 'cause');
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
