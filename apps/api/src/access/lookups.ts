import type { Counter } from 'prom-client';
import { ApiError } from '../http/api-error.ts';

/** Looks tokens up, a few of one client address at a time. */
export interface Lookups {
  /** Waits until the lookups before it, of the same address, have ended. @throws ApiError 429 when too many wait */
  run<Value>(address: string, lookup: () => Promise<Value>): Promise<Value>;
}

/** Lookups of one address that wait. As each takes about a millisecond, a valid token waits a second at most. */
const maxWaiting = 1_000;

const headers = { 'Retry-After': '1' };

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

/**
 * Unknown tokens cannot be counted by their key, and each costs a query. Without a limit by address, a flood of them would take all
 * connections of the database. They are not refused by address, because a valid key of the same address must be accepted.
 * @param atATime lookups of one address
 */
export function createLookups(atATime: number, metrics: { readonly requestsRefused: Counter<'by'> }): Lookups {
  const lines = new Map<string, Line>();
  const enter = async (line: Line): Promise<void> => {
    if (line.running < atATime) {
      line.running += 1;
      return;
    }
    if (line.waiting.length >= maxWaiting) {
      metrics.requestsRefused.inc({ by: 'lookup' });
      throw new ApiError('requests_too_many', 'This address has too many keys or tokens to be checked.', { headers });
    }
    // The lookup that ends hands its place over.
    await new Promise<void>((resolve) => line.waiting.push(resolve));
  };
  const leave = (address: string, line: Line): void => {
    const next = line.waiting.shift();
    if (next !== undefined) next();
    else if ((line.running -= 1) === 0) lines.delete(address);
  };
  return {
    run: async (address, lookup) => {
      const line = lines.get(address) ?? { running: 0, waiting: [] };
      lines.set(address, line);
      await enter(line);
      try {
        return await lookup();
      } finally {
        leave(address, line);
      }
    },
  };
}
