import type { Response } from 'express';

/** Aborts when the client no longer waits. */
export function untilClosed(response: Response): AbortSignal {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  return closed.signal;
}
