import type { Request } from 'express';

/** Limit for reading the rest of a rejected request, so that its sender sees the response but cannot keep us reading. */
const drainMs = 15_000;

/** Discards the rest of the request body for at most `drainMs`, then closes the connection. */
export function drain(request: Request): void {
  request.unpipe();
  request.resume();
  if (request.readableEnded) return;
  const timer = setTimeout(() => request.destroy(), drainMs);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
}
