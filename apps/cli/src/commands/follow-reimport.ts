import type { ReimportResource } from '@connectory/client';
import type { ReimportClient } from '../client/reimport-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { createReimportDisplay } from '../views/show-reimport.ts';

const pollMs = 500;

/** Time that a restarting server may be away. */
const maxAwayMs = 60_000;

/**
 * Shows a run until it ends or stops, or until the user interrupts. An interrupted run continues on the server.
 * @throws CliError when the server refuses, or is away for longer than `maxAwayMs`.
 */
export async function followReimport(client: ReimportClient, id: string): Promise<ReimportResource | 'interrupted'> {
  const interruption = listenForInterruption();
  let run = await client.get(id);
  const display = createReimportDisplay(run);
  let lastSeen = Date.now();
  try {
    while (!isOver(run)) {
      if (await interruption.within(pollMs)) return 'interrupted';
      try {
        run = await client.get(id);
        lastSeen = Date.now();
      } catch (error) {
        const temporary = error instanceof CliError && (error.code === 'unreachable' || error.code === 'unavailable');
        if (!temporary || Date.now() - lastSeen > maxAwayMs) throw error;
      }
      display.update(run);
    }
    return run;
  } finally {
    display.stop();
    interruption.stop();
  }
}

/** A paused run is not over: it may be resumed. A stopped run is over when its running items have ended. */
function isOver({ status, counts }: ReimportResource): boolean {
  return status === 'finished' || status === 'cancelled' || (status === 'stopped' && counts.running === 0);
}

function listenForInterruption() {
  let interrupted = false;
  let wake: () => void = () => undefined;
  const interrupt = (): void => {
    interrupted = true;
    wake();
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  return {
    /** Waits `ms`, or until the user interrupts. @returns whether there was an interruption. */
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
