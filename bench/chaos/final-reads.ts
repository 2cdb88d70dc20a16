import { setTimeout as pause } from 'node:timers/promises';
import type { BulkRuns } from './bulk-runs.ts';
import type { Clients } from './clients.ts';
import type { Ledger } from './client.ts';
import { inParallel } from './in-parallel.ts';
import type { Recorder } from './recorder.ts';

/** Results are large: more of them would take longer than the run. */
const maxResults = 400;
/** The service may still be starting. */
const readTries = 20;

/** Reads the final state of everything that was accepted, after the last trouble. */
export async function readFinally(run: {
  clients: Clients;
  runs: BulkRuns;
  ledger: Ledger;
  recorder: Recorder;
}): Promise<void> {
  const { clients, runs, ledger, recorder } = run;
  await clients.observer.stop();
  recorder.add({ kind: 'settled', at: recorder.now() });
  const items = await runs.readFinally();
  const ids = [...ledger.accepted.keys()];
  await inParallel([...new Set([...ids, ...items])], (id) => untilRead(() => clients.observer.read(id)));
  await inParallel(ids.slice(-maxResults), (id) => untilRead(() => clients.observer.readResult(id)));
}

async function untilRead(read: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < readTries; tries += 1) {
    if (await read()) return;
    await pause(500);
  }
}
