/** What `/readyz` says about this process, beside its database and queue. */
export interface ProcessState {
  /** The process is to end: load balancers send no more requests, while it still responds to them. */
  readonly isDraining: boolean;
  /** The worker of `connectory start`, which supervises both; undefined without it. */
  readonly worker: 'ok' | 'restarting' | undefined;
}

/** Follows what the supervising process sends. @returns a state whose `isDraining` the caller sets. */
export function followProcessState(): { -readonly [Key in keyof ProcessState]: ProcessState[Key] } {
  const state: ReturnType<typeof followProcessState> = { isDraining: false, worker: undefined };
  process.on('message', (message) => {
    const worker: unknown =
      typeof message === 'object' && message !== null ? Reflect.get(message, 'worker') : undefined;
    if (worker === 'ok' || worker === 'restarting') state.worker = worker;
  });
  // The listener must not keep a process alive that has finished its work.
  process.channel?.unref();
  return state;
}
