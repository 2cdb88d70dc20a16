import { ApiError } from './api-error.ts';

/** Codes of Node, PostgreSQL (SQLSTATE classes 08, 53, 57) and Prisma that mean: not now. */
const unavailableCodes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|ENETUNREACH|08...|53...|57...|P1001|P1002|P1008|P1017|P2024|P2028)$/;

/** Errors of pg, of Prisma's adapter and of ioredis that carry no code. */
const unavailableTexts =
  /Connection terminated|timeout exceeded when trying to connect|timeout expired|connection error and is not queryable|Stream isn't writeable|Connection is closed|server closed the connection/i;

/** Whether an error says that the database, the queue or the keys of an issuer cannot be reached: the same may go well a moment later. */
export function isUnavailable(thrown: unknown): boolean {
  if (thrown instanceof ApiError) return thrown.code === 'unavailable';
  for (let error: unknown = thrown, depth = 0; typeof error === 'object' && error !== null && depth < 5; depth += 1) {
    const code = property(error, 'code') ?? property(error, 'originalCode');
    if (typeof code === 'string' && unavailableCodes.test(code)) return true;
    // Whatever the reason: that of a server's socket may be that there is no such file.
    if (property(error, 'syscall') === 'connect') return true;
    if (error instanceof Error && unavailableTexts.test(error.message)) return true;
    error = property(error, 'cause') ?? property(property(error, 'meta'), 'driverAdapterError');
  }
  return false;
}

function property(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value ? Reflect.get(value, key) : undefined;
}
