/** Counts the interactive imports of this process, so that bulk work can keep out of their way. */
export interface InteractiveWork {
  /** Runs `work`, which counts as interactive until it has settled. */
  during<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Resolves once nothing interactive runs, or after `patienceMs`: bulk work is slowed down, never stopped. */
  untilQuiet(patienceMs: number): Promise<void>;
  /** Whether something interactive runs, or did within the last `ms`. */
  isRecent(ms: number): boolean;
}

export function createInteractiveWork(): InteractiveWork {
  let running = 0;
  let lastEnd = -Infinity;
  const waiting = new Set<() => void>();
  const settle = (): void => {
    running -= 1;
    lastEnd = performance.now();
    if (running > 0) return;
    for (const wake of waiting) wake();
  };
  return {
    during: (work) => {
      running += 1;
      return work().finally(settle);
    },
    isRecent: (ms) => running > 0 || performance.now() - lastEnd < ms,
    untilQuiet: async (patienceMs) => {
      if (running === 0) return;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          waiting.delete(done);
          resolve();
        };
        const timer = setTimeout(done, patienceMs);
        waiting.add(done);
      });
    },
  };
}
