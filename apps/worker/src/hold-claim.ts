import { setTimeout as pause } from 'node:timers/promises';
import { type Claim, type Database, heartbeat, type ImportWatcher } from '@connectory/database';
import type { Logger } from '@connectory/runtime';

/**
 * How long a holder has to say that it is done once its claim is gone: it gives the claim up by ending the import, and says so a moment
 * later. Who is cut off meanwhile can write nothing, by the fence of the claim.
 */
const partingMs = 250;

export interface HeldClaim {
  /** Aborted once the claim is no longer held, as far as can be told. */
  readonly lost: AbortSignal;
  /** Stops giving signs of life. */
  end(): void;
}

/**
 * Gives signs of life for a claim, and learns from them whether it is still held: not after a cancel, and not after others took it for
 * dead. A holder that could give none for as long as makes it dead to others must believe itself to be: whatever it does from then on,
 * another may be doing.
 */
export function holdClaim(
  dependencies: {
    readonly database: Database;
    readonly cancellations: ImportWatcher;
    readonly logger: Logger;
    readonly heartbeatMs: number;
    readonly staleAfterMs: number;
  },
  claim: Claim,
): HeldClaim {
  const { database, cancellations, logger, heartbeatMs, staleAfterMs } = dependencies;
  const lost = new AbortController();
  const ended = new AbortController();
  const expireAfter = (ms: number): NodeJS.Timeout => setTimeout(() => lost.abort(), ms);
  let expiry = expireAfter(staleAfterMs);
  const keepHolding = async (): Promise<void> => {
    while (!ended.signal.aborted && !lost.signal.aborted) {
      // Registered before the row is asked, so that no cancel falls in between.
      const change = cancellations.nextChange(claim.importId, heartbeatMs, ended.signal);
      const askedAt = performance.now();
      const held = await heartbeat(database, claim).catch((error: unknown) => {
        logger.warn({ err: error }, 'heartbeat not recorded');
        return undefined;
      });
      if (ended.signal.aborted) return;
      if (held === false) {
        await pause(partingMs, undefined, { signal: ended.signal }).catch(() => undefined);
        if (!ended.signal.aborted) lost.abort();
        return;
      }
      if (held === true) {
        clearTimeout(expiry);
        expiry = expireAfter(staleAfterMs - (performance.now() - askedAt));
      }
      await change;
    }
  };
  void keepHolding();
  return {
    lost: lost.signal,
    end: () => {
      ended.abort();
      clearTimeout(expiry);
    },
  };
}
