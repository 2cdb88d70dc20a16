import type { Outbound, OutboundOutcome } from '@connectory/outbound';
import type { FetchLimits } from './fetch-failures.ts';

export interface FetchDependencies {
  readonly outbound: Outbound;
  readonly limits: FetchLimits;
  /** Finds the files that a document references. It parses the document, so it runs in a child process. @returns URI references. */
  readonly findReferences: (document: Uint8Array) => Promise<readonly string[]>;
  /** Aborted when the document is no longer wanted, for example because its import was cancelled. */
  readonly signal: AbortSignal;
}

/** Sends a GET request, limited to the time and the bytes that the document's earlier requests have left. */
export type BudgetedFetch = (
  url: string,
  options: { headers?: Record<string, string>; withinOrigin?: string },
) => Promise<OutboundOutcome>;

/** Starts the budget of one document: `limits.totalMs` and `limits.maxBytes` for all its requests together. */
export function createBudgetedFetch({
  outbound,
  limits,
  signal,
}: Pick<FetchDependencies, 'outbound' | 'limits' | 'signal'>): BudgetedFetch {
  const deadline = performance.now() + limits.totalMs;
  let bytes = 0;
  return async (url, options) => {
    const totalMs = Math.ceil(deadline - performance.now());
    const maxBytes = limits.maxBytes - bytes;
    if (totalMs <= 0) return { ok: false, fault: 'timed-out' };
    if (maxBytes <= 0) return { ok: false, fault: 'too-large' };
    const left = { ...limits, totalMs, maxBytes };
    const outcome = await outbound.send({ method: 'GET', url, limits: left, signal, ...options });
    if (outcome.ok) bytes += outcome.response.body.length;
    return outcome;
  };
}
