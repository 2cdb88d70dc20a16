import { CliError } from '../cli-error.ts';
import type { ReimportClient, ReimportView } from '../reimport-client.ts';
import { createReimportDisplay } from './show-reimport.ts';

/** Between two looks at a run. */
const pollMs = 500;

/** A server that restarts is waited for this long. */
const patienceMs = 60_000;

/**
 * Shows a run until it has ended or stopped, or the user interrupts: then the run goes on, since it is the server's.
 * @throws CliError when the server refuses, or is away for long.
 */
export async function followReimport(client: ReimportClient, id: string): Promise<ReimportView | 'interrupted'> {
  const interruption = onInterrupt();
  let run = await client.get(id);
  const display = createReimportDisplay(run);
  let lastSeen = Date.now();
  try {
    while (!hasSettled(run)) {
      if (await interruption.within(pollMs)) return 'interrupted';
      try {
        run = await client.get(id);
        lastSeen = Date.now();
      } catch (error) {
        const passing = error instanceof CliError && (error.code === 'unreachable' || error.code === 'unavailable');
        if (!passing || Date.now() - lastSeen > patienceMs) throw error;
      }
      display.update(run);
    }
    return run;
  } finally {
    display.stop();
    interruption.stop();
  }
}

/** A paused run may be resumed by somebody: it is followed on. */
function hasSettled({ status, counts }: ReimportView): boolean {
  return status === 'finished' || status === 'cancelled' || (status === 'stopped' && (counts['running'] ?? 0) === 0);
}

function onInterrupt() {
  let interrupted = false;
  let wake: () => void = () => undefined;
  const interrupt = (): void => {
    interrupted = true;
    wake();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return {
    /** Waits; true as soon as there was an interruption. */
    within: async (ms: number): Promise<boolean> => {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, interrupted ? 0 : ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      return interrupted;
    },
    stop: (): void => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupt);
    },
  };
}
