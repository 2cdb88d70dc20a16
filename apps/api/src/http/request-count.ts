import type { Response } from 'express';

/** How often one request is counted among those in progress: by its token, its key, or its address. */
export interface RequestCount {
  /** Leaves the counts while another limit counts the request, or while it only waits. */
  pause(): void;
  /** Enters the counts again, once for each `pause`. */
  resume(): void;
}

export function keepRequestCount(response: Response, count: RequestCount): void {
  response.locals['requestCount'] = count;
}

/**
 * Counts a request no longer among those in progress, because another limit counts it.
 * @returns a function that counts it again; further calls of it do nothing.
 */
export function leaveCount(response: Response): () => void {
  // Requests such as probes are not counted.
  const count: RequestCount | undefined = response.locals['requestCount'];
  count?.pause();
  let hasLeft = true;
  return () => {
    if (hasLeft) count?.resume();
    hasLeft = false;
  };
}

/** Runs `work` without counting the request among those in progress. */
export async function whileUncounted<Value>(response: Response, work: () => Promise<Value>): Promise<Value> {
  const countAgain = leaveCount(response);
  try {
    return await work();
  } finally {
    countAgain();
  }
}
