import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** What a worker process counts. */
export interface WorkerMetrics {
  readonly claimed: Counter;
  readonly retried: Counter;
  readonly ended: Counter<'status' | 'code'>;
  readonly stageSeconds: Histogram<'stage'>;
  readonly swept: Counter<'what'>;
  readonly sweepsFailed: Counter;
  readonly childrenStarted: Counter;
  readonly childrenEnded: Counter<'cause'>;
  readonly children: Gauge;
  readonly callbacksAttempted: Counter<'outcome'>;
  readonly housekeepingRemoved: Counter<'what'>;
  readonly housekeepingFailed: Counter<'what'>;
  readonly housekeepingRuns: Counter<'outcome'>;
}

export function createWorkerMetrics(registry: Registry): WorkerMetrics {
  return {
    ...createImportMetrics(registry),
    ...createSweepMetrics(registry),
    ...createChildMetrics(registry),
    ...createCallbackMetrics(registry),
    ...createHousekeepingMetrics(registry),
  };
}

function createImportMetrics(registry: Registry) {
  const registers = [registry];
  return {
    claimed: new Counter({
      name: 'connectory_imports_claimed_total',
      help: 'Attempts begun: more than imports when some were tried again.',
      registers,
    }),
    retried: new Counter({
      name: 'connectory_imports_retried_total',
      help: 'Attempts given up for another one, since something around the import failed.',
      registers,
    }),
    ended: new Counter({
      name: 'connectory_imports_ended_total',
      help: 'Imports ended by this process, by status and, when failed, error code.',
      labelNames: ['status', 'code'],
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'connectory_import_stage_duration_seconds',
      help: 'Time of imports by stage; "queued" is the wait for the first attempt.',
      labelNames: ['stage'],
      buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
      registers,
    }),
  };
}

function createSweepMetrics(registry: Registry) {
  const registers = [registry];
  return {
    swept: new Counter({
      name: 'connectory_imports_swept_total',
      help: '"released": taken from a worker that went silent; "enqueued": their lost job was added again.',
      labelNames: ['what'],
      registers,
    }),
    sweepsFailed: new Counter({
      name: 'connectory_sweeps_failed_total',
      help: 'Sweeps that the database or the queue did not let through.',
      registers,
    }),
  };
}

function createChildMetrics(registry: Registry) {
  const registers = [registry];
  return {
    childrenStarted: new Counter({
      name: 'connectory_import_children_started_total',
      help: 'Child processes started.',
      registers,
    }),
    childrenEnded: new Counter({
      name: 'connectory_import_children_ended_total',
      help: 'Child processes ended, by cause: out-of-memory, timed-out, stopped or killed.',
      labelNames: ['cause'],
      registers,
    }),
    children: new Gauge({ name: 'connectory_import_children', help: 'Child processes that live.', registers }),
  };
}

function createCallbackMetrics(registry: Registry) {
  return {
    callbacksAttempted: new Counter({
      name: 'connectory_callbacks_attempted_total',
      help: 'Attempts to deliver a callback, by what became of it: delivered, pending (to be tried again) or given_up.',
      labelNames: ['outcome'],
      registers: [registry],
    }),
  };
}

function createHousekeepingMetrics(registry: Registry) {
  const registers = [registry];
  return {
    housekeepingRemoved: new Counter({
      name: 'connectory_housekeeping_removed_total',
      help: 'What was removed by housekeeping: imports, expired_imports, idempotency_keys, documents, schemas or jobs.',
      labelNames: ['what'],
      registers,
    }),
    housekeepingFailed: new Counter({
      name: 'connectory_housekeeping_failed_total',
      help: 'Rules of housekeeping that broke off, to be tried again by the next run.',
      labelNames: ['what'],
      registers,
    }),
    housekeepingRuns: new Counter({
      name: 'connectory_housekeeping_runs_total',
      help: 'Runs of housekeeping: done, left_to_another worker, or failed.',
      labelNames: ['outcome'],
      registers,
    }),
  };
}
