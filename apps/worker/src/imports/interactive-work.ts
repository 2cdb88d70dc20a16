import { setTimeout as pause } from 'node:timers/promises';

/** Counts the running interactive imports of this process, so that bulk work can give way to them. */
export interface InteractiveWork {
  /** Runs `work` and counts it as interactive until it has settled. */
  during<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Resolves when no interactive work runs, or after `patienceMs`. */
  untilQuiet(patienceMs: number): Promise<void>;
  /** Whether interactive work runs, or ended within the last `ms`. */
  isRecent(ms: number): boolean;
}

/** Bulk work waits this long for interactive imports, then starts beside them: it is slowed down, never stopped. */
const bulkPatienceMs = 2_000;

/** If interactive imports ran within this time, bulk work rests after each import, for as long as that took. */
const recentMs = 10_000;
const maxRestMs = 2_000;

/** Runs one bulk import, with pauses before and after while interactive imports are running. */
export async function runBulkWork(interactive: InteractiveWork, work: () => Promise<void>): Promise<void> {
  await interactive.untilQuiet(bulkPatienceMs);
  const begunAt = performance.now();
  await work();
  if (interactive.isRecent(recentMs)) await pause(Math.min(performance.now() - begunAt, maxRestMs));
}

export function createInteractiveWork(): InteractiveWork {
  let running = 0;
  let lastEnd = -Infinity;
  const waiting = new Set<() => void>();
  const endOne = (): void => {
    running -= 1;
    lastEnd = performance.now();
    if (running > 0) return;
    for (const wake of waiting) wake();
  };
  return {
    during: (work) => {
      running += 1;
      return work().finally(endOne);
    },
    isRecent: (ms) => running > 0 || performance.now() - lastEnd < ms,
    untilQuiet: async (patienceMs) => {
      if (running === 0) return;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, patienceMs);
        waiting.add(wake);
      });
    },
  };
}
