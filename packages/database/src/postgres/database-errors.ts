/*
 * The only file that knows the shapes of driver errors. `database-faults.ts` says what their codes mean.
 *
 * - `pg`: `code` is an SQLSTATE or a code of Node, and `constraint` names a violated constraint.
 * - Prisma 7 with a driver adapter: `code` is one of Prisma's (`P2002` has no `meta.target` then). The error of the adapter is in
 *   `meta.driverAdapterError.cause`, with the SQLSTATE as `originalCode` and the message of PostgreSQL as `originalMessage`; for an error of the
 *   connection, only with its `kind`.
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

/** @returns the SQLSTATE of an error of Prisma's adapter or its kind, else the code of the error or of its cause. */
export function errorCodeOf(error: unknown): string | undefined {
  return ownCode(error) ?? ownCode(property(error, 'cause'));
}

function ownCode(error: unknown): string | undefined {
  return adapterCode(adapterCause(error)) ?? textOf(property(error, 'code')) ?? adapterCode(error);
}

function adapterCode(cause: unknown): string | undefined {
  return textOf(property(cause, 'originalCode')) ?? textOf(property(cause, 'kind'));
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
