import { setTimeout as pause } from 'node:timers/promises';
import { claimImport, type Database, heartbeat, type ImportWatcher } from '@connectory/database';
import type { ClaimedImport } from '@connectory/lifecycle';
import type { Logger } from '@connectory/runtime';

/**
 * How long a holder has to say that it is done once its claim is gone: it gives the claim up by ending the import, and says so a moment
 * later. Who is cut off meanwhile can write nothing, by the fence of the claim.
 */
const partingMs = 250;

export interface HeldClaim {
  readonly claim: ClaimedImport;
  /** Aborted once the claim is no longer held, as far as can be told. */
  readonly lost: AbortSignal;
  /** Stops giving signs of life. */
  readonly end: () => void;
}

interface HoldDependencies {
  readonly database: Database;
  readonly cancellations: ImportWatcher;
  readonly logger: Logger;
  readonly heartbeatMs: number;
  readonly staleAfterMs: number;
}

/**
 * Claims an import and gives signs of life for the claim. It learns from them whether the claim is still held: not after a cancel, and not after
 * others took it for dead. A holder that could give none for as long as makes it dead to others must believe itself to be: whatever it does
 * from then on, another may be doing.
 * @returns undefined when there is nothing to claim.
 */
export async function holdClaim(dependencies: HoldDependencies, importId: string): Promise<HeldClaim | undefined> {
  const { database, cancellations, heartbeatMs } = dependencies;
  const ended = new AbortController();
  const nextWord = (): Promise<void> => cancellations.nextChange(importId, heartbeatMs, ended.signal);
  // Registered before the import is claimed, so that no cancel falls in between.
  const word = nextWord();
  const claimedAt = performance.now();
  const claim = await claimImport(database, importId).catch((error: unknown) => {
    ended.abort();
    throw error;
  });
  if (claim === undefined) {
    ended.abort();
    return undefined;
  }
  const lost = new AbortController();
  void keepHolding(dependencies, claim, { claimedAt, word, nextWord, lost, ended: ended.signal });
  return { claim, lost: lost.signal, end: () => ended.abort() };
}

interface Holding {
  readonly claimedAt: number;
  /** Resolves when there may be something to learn, at the next heartbeat at the latest. */
  readonly word: Promise<void>;
  readonly nextWord: () => Promise<void>;
  readonly lost: AbortController;
  readonly ended: AbortSignal;
}

async function keepHolding(dependencies: HoldDependencies, claim: ClaimedImport, holding: Holding): Promise<void> {
  const { database, logger, staleAfterMs } = dependencies;
  const { nextWord, lost, ended } = holding;
  const expireAt = (at: number): NodeJS.Timeout => setTimeout(() => lost.abort(), at - performance.now());
  let expiry = expireAt(holding.claimedAt + staleAfterMs);
  ended.addEventListener('abort', () => clearTimeout(expiry), { once: true });
  let { word } = holding;
  for (;;) {
    await word;
    if (ended.aborted || lost.signal.aborted) return;
    // Registered before the row is asked, so that no cancel falls in between.
    word = nextWord();
    const askedAt = performance.now();
    const held = await heartbeat(database, claim).catch((error: unknown) => {
      logger.warn({ err: error }, 'heartbeat not recorded');
      return undefined;
    });
    if (ended.aborted) return;
    if (held === false) {
      await pause(partingMs, undefined, { signal: ended }).catch(() => undefined);
      if (!ended.aborted) lost.abort();
      return;
    }
    if (held === true) {
      clearTimeout(expiry);
      expiry = expireAt(askedAt + staleAfterMs);
    }
  }
}
