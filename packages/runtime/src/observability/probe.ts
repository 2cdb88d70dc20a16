/** Whether something can be reached; never fails. */
export type Probe = () => Promise<boolean>;

/**
 * Asks whether something answers within `timeoutMs`. Questions that come while one is open share its answer: what hangs must not be
 * asked more and more.
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
