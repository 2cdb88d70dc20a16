/** Maximum number of requests that wait for a free child. Further requests get a 503. */
const maxWaiting = 20;

/**
 * Limits how many children run at a time, and how many requests wait for one.
 * @param tooMany the error of a request that finds too many waiting.
 */
export function createSlots(size: number, tooMany: () => Error) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  // A waiting request takes over the slot, so the count stays the same.
  const release = (): void => {
    const next = waiting.shift();
    if (next === undefined) taken -= 1;
    else next();
  };
  const acquire = async (signal: AbortSignal): Promise<void> => {
    if (taken < size) {
      taken += 1;
      return;
    }
    if (waiting.length >= maxWaiting) throw tooMany();
    await new Promise<void>((resolve) => waiting.push(resolve));
    if (!signal.aborted) return;
    release();
    signal.throwIfAborted();
  };
  return { acquire, release, drop: () => void (waiting.length = 0) };
}
