/** Whether a dependency can be reached. Never rejects. */
export type Probe = () => Promise<boolean>;

/**
 * Creates a probe with a timeout. Calls during a pending check share its result, so that checks of a hanging dependency do not pile up.
 */
export function createProbe(ask: () => Promise<unknown>, timeoutMs: number): Probe {
  let open: Promise<boolean> | undefined;
  return async () => {
    open ??= ask()
      .then(
        () => true,
        () => false,
      )
      .finally(() => (open = undefined));
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs);
    });
    return Promise.race([open, late]).finally(() => clearTimeout(timer));
  };
}
