import { setTimeout as pause } from 'node:timers/promises';
import { type ClaimedLane, claimNextImport, type Database, heartbeat, type ImportWatcher } from '@connectory/database';
import type { ClaimedImport } from '@connectory/lifecycle';
import type { Logger } from '@connectory/runtime';

/**
 * Time for the work to report its end after the claim is gone. Ending an import gives up its claim, and a heartbeat can notice that
 * before the child reports the end. The fence of the claim rejects any other write meanwhile.
 */
const lostClaimGraceMs = 250;

/** Abort reason. Without one, Node creates an error with a stack for each import. */
const noLongerHeld = Symbol('no longer held');

export interface HeldClaim {
  readonly claim: ClaimedImport;
  /** Aborted when the claim is lost, or must be assumed lost. */
  readonly lost: AbortSignal;
  /** Stops the heartbeats. */
  readonly end: () => void;
}

interface HoldDependencies {
  readonly database: Database;
  readonly cancellations: ImportWatcher;
  readonly logger: Logger;
  readonly claimedLane: ClaimedLane;
  readonly heartbeatMs: number;
  readonly staleAfterMs: number;
}

/**
 * Claims the next import and sends heartbeats for the claim. A heartbeat also reports whether the claim is still held: a cancel ends it, and so
 * does another worker that found it stale. If heartbeats fail for `staleAfterMs`, the claim counts as lost, because another worker may
 * have taken it.
 * @returns undefined if there is nothing to claim.
 */
export async function holdClaim(dependencies: HoldDependencies): Promise<HeldClaim | undefined> {
  const { database, cancellations, heartbeatMs, claimedLane } = dependencies;
  // Begun before the claim, so that no cancel is missed before the import is known.
  const cancelled = cancellations.noteChanges();
  const claimedAt = performance.now();
  const claim = await claimNextImport(database, claimedLane).finally(() => cancelled.stop());
  if (claim === undefined) return undefined;
  const ended = new AbortController();
  const nextCheck = (): Promise<void> => cancellations.nextChange(claim.importId, heartbeatMs, ended.signal);
  const check = cancelled.has(claim.importId) ? Promise.resolve() : nextCheck();
  const lost = new AbortController();
  void sendHeartbeats(dependencies, claim, { claimedAt, check, nextCheck, lost, ended: ended.signal });
  return { claim, lost: lost.signal, end: () => ended.abort(noLongerHeld) };
}

interface Holding {
  readonly claimedAt: number;
  /** Resolves when the import may have been cancelled, or when the next heartbeat is due. */
  readonly check: Promise<void>;
  readonly nextCheck: () => Promise<void>;
  readonly lost: AbortController;
  readonly ended: AbortSignal;
}

async function sendHeartbeats(dependencies: HoldDependencies, claim: ClaimedImport, holding: Holding): Promise<void> {
  const { database, logger, staleAfterMs } = dependencies;
  const { nextCheck, lost, ended } = holding;
  const expireAt = (at: number): NodeJS.Timeout => setTimeout(() => lost.abort(), at - performance.now());
  let expiry = expireAt(holding.claimedAt + staleAfterMs);
  ended.addEventListener('abort', () => clearTimeout(expiry), { once: true });
  let { check } = holding;
  for (;;) {
    await check;
    if (ended.aborted || lost.signal.aborted) return;
    // Registered before the heartbeat, so that no cancel is missed in between.
    check = nextCheck();
    const sentAt = performance.now();
    const held = await heartbeat(database, claim).catch((error: unknown) => {
      logger.warn({ err: error }, 'failed to record a heartbeat');
      return undefined;
    });
    if (ended.aborted) return;
    if (held === false) {
      await pause(lostClaimGraceMs, undefined, { signal: ended }).catch(() => undefined);
      if (!ended.aborted) lost.abort();
      return;
    }
    if (held === true) {
      clearTimeout(expiry);
      expiry = expireAt(sentAt + staleAfterMs);
    }
  }
}
