import type { Request } from 'express';

/** How long what is left of a refused request is read: its sender gets to see the answer, and cannot keep us reading. */
const drainMs = 15_000;

/** Reads on and throws away, for some seconds; then the connection ends. */
export function drain(request: Request): void {
  request.unpipe();
  request.resume();
  if (request.readableEnded) return;
  const timer = setTimeout(() => request.destroy(), drainMs);
  timer.unref();
  request.once('close', () => clearTimeout(timer));
}
