/** Wakes a polling loop early. Between two polls, the loop waits on it. */
export interface Nudge {
  /** Ends the current wait, or the next one: there may be work. */
  nudge(): void;
  /** Discards nudges so far. Call it before polling, so that a nudge during the poll causes another poll. */
  forget(): void;
  /** Resolves at a nudge since the last `forget`, or after `idleMs`, which finds work that no nudge announced. */
  wait(): Promise<void>;
}

export function createNudge(idleMs: number): Nudge {
  let nudged = false;
  let wake: () => void = () => undefined;
  return {
    nudge: () => {
      nudged = true;
      wake();
    },
    forget: () => {
      nudged = false;
    },
    wait: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, nudged ? 0 : idleMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}
