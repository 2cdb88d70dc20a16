import type { Response } from 'express';
import { ApiError } from './api-error.ts';

/** Large responses at a time, of one organisation and in all. Each holds buffers while its client reads. */
export const maxOfOrganisation = 8;
const maxInAll = 64;

/** How long a client may read nothing. Then its connection is closed. */
const stallMs = 60_000;

const retryAfterSeconds = 5;

/** Sends large responses as fast as their clients read, and limits how many there are at a time. */
export interface LargeResponses {
  /**
   * Runs `send` while it counts as a large response.
   * @throws ApiError when too many are being sent.
   */
  run(organisationId: string, response: Response, send: () => Promise<void>): Promise<void>;
}

export function createLargeResponses(limits = { ofOrganisation: maxOfOrganisation, inAll: maxInAll }): LargeResponses {
  const running = new Map<string, number>();
  let all = 0;
  const change = (organisationId: string, by: 1 | -1): void => {
    const count = (running.get(organisationId) ?? 0) + by;
    all += by;
    if (count === 0) running.delete(organisationId);
    else running.set(organisationId, count);
  };
  return {
    run: async (organisationId, response, send) => {
      if (all >= limits.inAll || (running.get(organisationId) ?? 0) >= limits.ofOrganisation) throw tooMany();
      change(organisationId, 1);
      const stopWatching = cutOffStalled(response);
      try {
        await send();
      } finally {
        stopWatching();
        change(organisationId, -1);
      }
    },
  };
}

/** Closes a connection whose client has read nothing for `stallMs`. @returns a function that ends the watch. */
function cutOffStalled(response: Response): () => void {
  let sent = -1;
  const timer = setInterval(() => {
    const now = response.socket?.bytesWritten ?? 0;
    if (now === sent && response.writableLength > 0) response.destroy();
    sent = now;
  }, stallMs);
  timer.unref();
  return () => clearInterval(timer);
}

function tooMany(): ApiError {
  const headers = { 'Retry-After': String(retryAfterSeconds) };
  return new ApiError('rate_limited', 'Too many large responses are being sent at the moment. Try again later.', {
    headers,
  });
}
