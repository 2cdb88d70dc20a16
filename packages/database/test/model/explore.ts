import type { Scheduler } from 'fast-check';
import { type Conditions, createLifecycleStore, type LifecycleStore } from './lifecycle-store.ts';

/** The actors of one exploration. Each step of them is one statement; the scheduler chooses whose step is next. */
export interface Cast {
  readonly workers: readonly WorkerPlan[];
  readonly cancels: number;
  readonly retries: number;
  readonly sweeps: number;
}

export interface WorkerPlan {
  readonly ends: 'persist' | 'fail' | 'release' | 'die' | 'die-writing';
  readonly heartbeats: number;
}

interface Actors {
  readonly store: LifecycleStore;
  /** Waits for the scheduler. */
  readonly turn: () => Promise<void>;
  /** Waits until the row is free, as statements of PostgreSQL do. */
  readonly untilFree: (token?: string) => Promise<void>;
  readonly faults: string[];
  /** Requests that were answered with success. */
  readonly done: { retries: number };
}

const maxWaits = 50;

/** Runs one interleaving, then lets the service settle. @returns one line for each broken promise */
export async function explore(scheduler: Scheduler, cast: Cast, conditions?: Conditions): Promise<readonly string[]> {
  const store = createLifecycleStore(conditions);
  const turn = (): Promise<void> => scheduler.schedule(Promise.resolve());
  const untilFree = async (token?: string): Promise<void> => {
    for (let waits = 0; store.mustWait(token) && waits < maxWaits; waits += 1) await turn();
  };
  const actors: Actors = { store, turn, untilFree, faults: [], done: { retries: 0 } };
  const running = [
    ...cast.workers.map((plan, index) => work(actors, plan, `t${index}`)),
    ...Array.from({ length: cast.cancels }, () => cancel(actors)),
    ...Array.from({ length: cast.retries }, () => retry(actors)),
    ...Array.from({ length: cast.sweeps }, () => sweep(actors)),
  ];
  await scheduler.waitFor(Promise.all(running));
  settle(store);
  return [...actors.faults, ...judge(store, actors.done)];
}

/** An attempt as `imports/import-job.ts` of the worker makes it. */
async function work({ store, turn, untilFree, faults }: Actors, plan: WorkerPlan, token: string): Promise<void> {
  await turn();
  await untilFree();
  if (!store.claim(token)) return;
  for (let beats = 0; beats < plan.heartbeats; beats += 1) {
    await turn();
    if (!store.heartbeat(token)) return;
    store.reportProgress(token);
  }
  await turn();
  if (plan.ends === 'die') return;
  await untilFree(token);
  if (plan.ends === 'fail') return void store.fail(token);
  if (plan.ends === 'release') return void store.release(token);
  if (!store.lock(token)) return;
  await turn();
  if (plan.ends === 'die-writing') return store.rollBack(token);
  if (store.row.token !== token) faults.push(`${token} writes a version without its claim`);
  store.commit(token);
}

async function cancel({ store, turn, untilFree, faults }: Actors): Promise<void> {
  await turn();
  await untilFree();
  if (!store.cancel()) return;
  if (store.row.status !== 'cancelled') faults.push('a cancelled import is not cancelled');
}

async function retry({ store, turn, untilFree, done }: Actors): Promise<void> {
  await turn();
  const read = store.readForRetry();
  await turn();
  await untilFree();
  if (store.retry(read)) done.retries += 1;
}

async function sweep({ store, turn }: Actors): Promise<void> {
  await turn();
  store.goStale();
  await turn();
  store.sweep();
}

/** The sweeper and a worker without faults. */
function settle(store: LifecycleStore): void {
  store.goStale();
  store.sweep();
  if (store.claim('last') && store.lock('last')) store.commit('last');
}

function judge({ row, isLocked }: LifecycleStore, done: Actors['done']): readonly string[] {
  const faults: string[] = [];
  const succeeded = row.notifications.filter((status) => status === 'succeeded').length;
  if (isLocked()) faults.push('the row stays locked');
  if (!['succeeded', 'failed', 'cancelled'].includes(row.status)) faults.push(`the import is ${row.status} for good`);
  if (row.versions > 1) faults.push(`${row.versions} versions`);
  if (row.versions !== succeeded) faults.push(`${row.versions} versions, but ${succeeded} ends with success`);
  if (row.notifications.length !== done.retries + 1)
    faults.push(`${row.notifications.length} ends with ${done.retries} retries`);
  if (row.notifications.at(-1) !== row.status) faults.push(`its last end is not ${row.status}`);
  return faults;
}
