/** What a loop waits on between two looks at the database. */
export interface Nudge {
  /** There may be something to do: ends the wait, or the next one. */
  nudge(): void;
  /** To be called before looking, so that what comes while it looks is looked for again. */
  forget(): void;
  /** Ends with a nudge since the last `forget`, or after `idleMs`: what no one tells of is found then. */
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
