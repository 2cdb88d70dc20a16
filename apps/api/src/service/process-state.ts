/** What `/readyz` says about this process, beside its database and queue. */
export interface ProcessState {
  /** The process is to end: load balancers send no more requests, while it still responds to them. */
  readonly isDraining: boolean;
  /** The worker of `connectory start`, which supervises both; undefined without it. */
  readonly worker: 'ok' | 'restarting' | undefined;
  /** With it `connectory start` lets this process prove which server it is; undefined without it. */
  readonly instanceKey: string | undefined;
}

/** Follows what the supervising process sends. @returns a state whose `isDraining` the caller sets. */
export function followProcessState(): { -readonly [Key in keyof ProcessState]: ProcessState[Key] } {
  const state: ReturnType<typeof followProcessState> = { isDraining: false, worker: undefined, instanceKey: undefined };
  process.on('message', (message) => {
    if (typeof message !== 'object' || message === null) return;
    const worker: unknown = Reflect.get(message, 'worker');
    if (worker === 'ok' || worker === 'restarting') state.worker = worker;
    const instanceKey: unknown = Reflect.get(message, 'instanceKey');
    if (typeof instanceKey === 'string') state.instanceKey = instanceKey;
  });
  // The listener must not keep a process alive that has finished its work.
  process.channel?.unref();
  return state;
}
