import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** The metrics of a worker process. `docs/monitoring.md` lists them. */
export interface WorkerMetrics {
  readonly claimed: Counter;
  readonly jobsWithoutImport: Counter;
  readonly jobsNotAdded: Counter;
  readonly retried: Counter;
  readonly ended: Counter<'status' | 'code'>;
  readonly stageSeconds: Histogram<'stage'>;
  readonly slots: Gauge<'lane'>;
  readonly slotsUsed: Gauge<'lane'>;
  readonly swept: Counter<'action'>;
  readonly sweepsFailed: Counter;
  readonly childrenStarted: Counter;
  readonly childrenEnded: Counter<'cause'>;
  readonly children: Gauge;
  readonly callbacksAttempted: Counter<'outcome'>;
  readonly housekeepingRemoved: Counter<'kind'>;
  readonly housekeepingFailed: Counter<'kind'>;
  readonly housekeepingRuns: Counter<'outcome'>;
  readonly housekeepingDone: Gauge;
}

export function createWorkerMetrics(registry: Registry): WorkerMetrics {
  const metrics = {
    ...createImportMetrics(registry),
    ...createSlotMetrics(registry),
    ...createSweepMetrics(registry),
    ...createChildMetrics(registry),
    ...createCallbackMetrics(registry),
    ...createHousekeepingMetrics(registry),
  };
  startAtZero(metrics);
  return metrics;
}

/** Codes of failed imports that alerts count. */
const alertedCodes = ['internal_error', 'import_attempts_exhausted'];

/** The first increase of a series that was not there before is invisible to Prometheus. */
function startAtZero(metrics: WorkerMetrics): void {
  metrics.ended.inc({ status: 'succeeded', code: '' }, 0);
  for (const code of alertedCodes) metrics.ended.inc({ status: 'failed', code }, 0);
  for (const stage of ['queued', 'fetching', 'parsing', 'mapping', 'persisting']) metrics.stageSeconds.zero({ stage });
  for (const action of ['released', 'enqueued']) metrics.swept.inc({ action }, 0);
  for (const cause of ['out-of-memory', 'timed-out', 'stopped', 'killed']) metrics.childrenEnded.inc({ cause }, 0);
  for (const outcome of ['delivered', 'pending', 'given_up']) metrics.callbacksAttempted.inc({ outcome }, 0);
  for (const outcome of ['done', 'skipped_locked', 'failed']) metrics.housekeepingRuns.inc({ outcome }, 0);
  // As if it was done: an alert waits for two hours after the start.
  metrics.housekeepingDone.setToCurrentTime();
}

function createSlotMetrics(registry: Registry) {
  const registers = [registry];
  return {
    slots: new Gauge({
      name: 'connectory_import_slots',
      help: 'Imports that this process runs at a time, by lane: import or bulk-import.',
      labelNames: ['lane'],
      registers,
    }),
    slotsUsed: new Gauge({
      name: 'connectory_import_slots_used',
      help: 'Slots that work on a job, by lane.',
      labelNames: ['lane'],
      registers,
    }),
  };
}

function createImportMetrics(registry: Registry) {
  const registers = [registry];
  return {
    claimed: new Counter({
      name: 'connectory_imports_claimed_total',
      help: 'Attempts started, including retries.',
      registers,
    }),
    jobsWithoutImport: new Counter({
      name: 'connectory_jobs_without_import_total',
      help: 'Jobs that found no import to claim, because it was cancelled, or claimed with another job.',
      registers,
    }),
    jobsNotAdded: new Counter({
      name: 'connectory_jobs_not_added_total',
      help: 'Jobs that the queue did not accept. The sweeper adds them.',
      registers,
    }),
    retried: new Counter({
      name: 'connectory_imports_retried_total',
      help: 'Attempts ended for a retry, because a dependency of the import failed.',
      registers,
    }),
    ended: new Counter({
      name: 'connectory_imports_ended_total',
      help: 'Imports ended by this process, by status and, if failed, by error code.',
      labelNames: ['status', 'code'],
      registers,
    }),
    stageSeconds: new Histogram({
      name: 'connectory_import_stage_duration_seconds',
      help: 'Duration of imports by stage. "queued" is the wait for the first attempt.',
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
      help: 'Imports repaired by the sweeper. "released": the claim was stale. "enqueued": the lost job was added again.',
      labelNames: ['action'],
      registers,
    }),
    sweepsFailed: new Counter({
      name: 'connectory_sweeps_failed_total',
      help: 'Sweeps that failed because of the database or the queue.',
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
    children: new Gauge({ name: 'connectory_import_children', help: 'Running child processes.', registers }),
  };
}

function createCallbackMetrics(registry: Registry) {
  return {
    callbacksAttempted: new Counter({
      name: 'connectory_callbacks_attempted_total',
      help: 'Attempts to deliver a notification, by outcome: delivered, pending (a retry follows) or given_up.',
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
      help: 'Items removed, by kind: imports, expired_imports, idempotency_keys, documents, schemas or jobs.',
      labelNames: ['kind'],
      registers,
    }),
    housekeepingFailed: new Counter({
      name: 'connectory_housekeeping_failed_total',
      help: 'Housekeeping rules that failed, by kind. The next run tries again.',
      labelNames: ['kind'],
      registers,
    }),
    housekeepingRuns: new Counter({
      name: 'connectory_housekeeping_runs_total',
      help: 'Housekeeping runs, by outcome: done, skipped_locked (another worker held the lock) or failed.',
      labelNames: ['outcome'],
      registers,
    }),
    housekeepingDone: new Gauge({
      name: 'connectory_housekeeping_done_timestamp_seconds',
      help: 'When this process last did housekeeping, or started.',
      registers,
    }),
  };
}
