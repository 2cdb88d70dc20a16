import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';

/** Sets X-Request-Id. An id sent by the client or a proxy is kept if it is safe to log. */
export const assignRequestId: RequestHandler = (request, response, next) => {
  const given = request.get('X-Request-Id') ?? '';
  response.set('X-Request-Id', /^[\w.-]{1,100}$/.test(given) ? given : randomUUID());
  next();
};

/** The id that `assignRequestId` set. */
export function requestIdOf(response: Response): string {
  return String(response.getHeader('X-Request-Id') ?? '');
}
