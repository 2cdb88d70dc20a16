import { currentScope } from '@connectory/database';

/** Requests of one organisation that wait for a free child, and of all. Further requests get a 503. */
const maxWaitingOfOne = 20;
const maxWaiting = 200;

/**
 * Limits how many children run at a time, and how many requests wait for one. Organisations take turns, so that one which sends many
 * requests does not make another wait for all of them.
 * @param tooMany the error of a request that finds too many waiting. @param holderOf the organisation of the present request.
 */
export function createSlots(size: number, tooMany: () => Error, holderOf = () => currentScope() ?? '') {
  /** In the order of the next turns. */
  const waiting = new Map<string, (() => void)[]>();
  let taken = 0;
  let count = 0;
  const takeNext = (): (() => void) | undefined => {
    for (const [holder, line] of waiting) {
      const next = line.shift();
      waiting.delete(holder);
      if (line.length > 0) waiting.set(holder, line);
      if (next === undefined) continue;
      count -= 1;
      return next;
    }
    return undefined;
  };
  // A waiting request takes over the slot, so the count stays the same.
  const release = (): void => {
    const next = takeNext();
    if (next === undefined) taken -= 1;
    else next();
  };
  const acquire = async (signal: AbortSignal): Promise<void> => {
    if (taken < size) {
      taken += 1;
      return;
    }
    const line = waiting.get(holderOf()) ?? [];
    if (line.length >= maxWaitingOfOne || count >= maxWaiting) throw tooMany();
    waiting.set(holderOf(), line);
    count += 1;
    await new Promise<void>((resolve) => line.push(resolve));
    if (!signal.aborted) return;
    release();
    signal.throwIfAborted();
  };
  const drop = (): void => {
    waiting.clear();
    count = 0;
  };
  return { acquire, release, drop };
}
