import type { Scope } from './scope.ts';

/** Gives each organisation a share of the connections, so that one whose statements are slow or many leaves some to the others. */
export interface ConnectionShares {
  /** Number of requests for a connection that wait for their share. */
  readonly waiting: number;
  /**
   * Calls `onReady` once the organisation may take a connection, at once if its share is not used up.
   * Each call without an error needs one call of `free`.
   */
  take(scope: Scope, onReady: (error?: Error) => void): void;
  free(scope: Scope): void;
}

interface Share {
  taken: number;
  readonly waiting: Set<Waiter>;
}

interface Waiter {
  readonly onReady: (error?: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The part of the connections that one organisation can take. */
const partOfOne = 0.7;

/** @param options.timeoutMs how long a request waits for its share before it fails. */
export function createConnectionShares(options: {
  readonly poolSize: number;
  readonly timeoutMs: number;
}): ConnectionShares {
  const allowed = Math.max(1, Math.floor(options.poolSize * partOfOne));
  const shares = new Map<Scope, Share>();
  let waiting = 0;
  const wait = ({ waiting: line }: Share, onReady: Waiter['onReady']): void => {
    const timer = setTimeout(() => {
      line.delete(waiter);
      waiting -= 1;
      // As the pool reports it, so that both are the same fault.
      onReady(new Error('timeout exceeded when trying to connect'));
    }, options.timeoutMs);
    timer.unref();
    const waiter = { onReady, timer };
    line.add(waiter);
    waiting += 1;
  };
  return {
    get waiting() {
      return waiting;
    },
    take: (scope, onReady) => {
      const share = shares.get(scope) ?? { taken: 0, waiting: new Set() };
      shares.set(scope, share);
      if (share.taken >= allowed) return wait(share, onReady);
      share.taken += 1;
      onReady();
    },
    free: (scope) => {
      const share = shares.get(scope);
      if (share === undefined) return;
      const [next] = share.waiting;
      if (next === undefined) {
        share.taken -= 1;
        if (share.taken === 0) shares.delete(scope);
        return;
      }
      // It takes over the connection that was freed, so the number taken stays the same.
      share.waiting.delete(next);
      waiting -= 1;
      clearTimeout(next.timer);
      next.onReady();
    },
  };
}
