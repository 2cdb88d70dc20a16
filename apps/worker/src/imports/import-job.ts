import { setTimeout as pause } from 'node:timers/promises';
import {
  type ClaimedLane,
  type Database,
  failImport,
  findAttemptHistory,
  type ImportWatcher,
  releaseImport,
  reportProgress,
} from '@connectory/database';
import type { ClaimedImport, ImportError } from '@connectory/lifecycle';
import { FinalJobError, type QueueProducer } from '@connectory/queue';
import { type ChildDeath, type Logger, withSpan } from '@connectory/runtime';
import type { ImportProgress } from '../import-child/child-calls.ts';
import { addRetryJob } from './add-retry-job.ts';
import type { ChildPool } from './child-pool.ts';
import { type AttemptFailure, judgeError, retryableFailure, retryDelayMs } from './failure-table.ts';
import { type HeldClaim, holdClaim } from './hold-claim.ts';
import { ChildDiedError, type ImportChild } from './import-child.ts';
import type { ImportLimits } from './import-run.ts';
import { type ImportRunOutcome, runImport } from './run-import.ts';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';
import { reportEnd, reportStoredEnd } from './report-end.ts';
import { traceStages } from './trace-stages.ts';

export interface ImportJobDependencies {
  readonly database: Database;
  readonly children: ChildPool;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
  /** Announces cancelled imports. */
  readonly cancellations: ImportWatcher;
  /** Adds the jobs of further attempts. */
  readonly queue: QueueProducer;
  readonly claimedLane: ClaimedLane;
  readonly heartbeatMs: number;
  /** Time without a heartbeat after which another worker may claim the import. */
  readonly staleAfterMs: number;
  readonly maxAttempts: number;
  readonly limits: { readonly heapMb: number; readonly timeoutMs: number };
  readonly importing: ImportLimits;
  /** Called when an import with a `callbackUrl` may have ended. */
  readonly onCallback: () => void;
  /** Aborted when this process must end, so that writes are no longer retried. */
  readonly cutOff: AbortSignal;
}

/** Minimum time between two writes of the progress, and before the first. Most imports end sooner. */
const recordIntervalMs = 250;

/**
 * Claims the import whose turn it is and runs one attempt of it. A job is a token to work: the import that it was added for may have been
 * claimed with another job. Then this job claims another import, or finds nothing to claim.
 * @throws to have the queue deliver the job again later.
 */
export async function processImportJob(dependencies: ImportJobDependencies, jobId: string): Promise<void> {
  const held = await holdClaim(dependencies);
  if (held === undefined) {
    dependencies.metrics.jobsWithoutImport.inc();
    dependencies.logger.debug({ jobId }, 'nothing to claim');
    return;
  }
  try {
    await processClaimed(dependencies, held, jobId);
  } finally {
    held.end();
    if (held.claim.hasCallback) dependencies.onCallback();
  }
}

async function processClaimed(dependencies: ImportJobDependencies, held: HeldClaim, jobId: string): Promise<void> {
  const { metrics } = dependencies;
  const { claim } = held;
  metrics.claimed.inc();
  if (claim.attempt === 1) metrics.stageSeconds.observe({ stage: 'queued' }, claim.queuedMs / 1000);
  await withSpan(
    'import',
    { kind: 'consumer', traceParent: claim.traceParent, attributes: spanAttributes(claim) },
    async () => {
      const { importId, attempt: number, requestId } = claim;
      const logger = dependencies.logger.child({ importId, attempt: number, requestId, jobId });
      logger.info({ queuedMs: claim.queuedMs }, 'import claimed');
      const exhausted = await findExhaustion(dependencies, claim);
      if (exhausted !== undefined) {
        await fail({ ...dependencies, logger }, claim, exhausted);
        return;
      }
      await runAttempt({ ...dependencies, logger }, held);
    },
  );
}

function spanAttributes({ importId, attempt: number }: ClaimedImport) {
  return { 'connectory.import.id': importId, 'connectory.import.attempt': number };
}

async function runAttempt(dependencies: ImportJobDependencies, { claim, lost }: HeldClaim): Promise<void> {
  const { database, children, logger } = dependencies;
  const stages = traceStages(spanAttributes(claim));
  let recordedAt = performance.now();
  let stage = '';
  const onProgress = (progress: ImportProgress): void => {
    if (progress.stage !== stage) logger.debug({ stage: progress.stage }, 'stage begun');
    ({ stage } = progress);
    stages.enter(stage);
    const now = performance.now();
    if (now - recordedAt < recordIntervalMs) return;
    recordedAt = now;
    reportProgress(database, claim, progress).catch((error: unknown) =>
      logger.warn({ err: error }, 'failed to record the progress'),
    );
  };
  const reportStages = claim.traceParent !== null || logger.isLevelEnabled('debug');
  const run = (child: ImportChild): Promise<ImportRunOutcome> =>
    runImport({ ...dependencies.importing, claim, child, onProgress, reportStages });
  const end = await children.run(run, lost).catch((error: unknown) => ({ outcome: 'threw', error }) as const);
  stages.end('error' in end ? describe(end.error) : undefined);
  switch (end.outcome) {
    case 'ended':
      return reportEnd(dependencies, end.facts);
    case 'claim-lost':
      return logger.info('claim lost: cancelled, or taken over by another worker');
    case 'unfetched':
      return retry(dependencies, claim, retryableFailure(end.error.message), end.error);
    case 'threw':
      return end.error instanceof ChildDiedError
        ? handleDeath(dependencies, claim, end.error, lost.aborted)
        : handleThrown(dependencies, claim, end.error);
  }
}

/** @param error an Error, or an ImportError of a document that could not be fetched. */
function describe(error: unknown): string {
  return error instanceof ChildDiedError ? error.death : String((error as { message?: unknown }).message ?? error);
}

async function handleThrown(dependencies: ImportJobDependencies, claim: ClaimedImport, error: unknown): Promise<void> {
  dependencies.logger.error({ err: error }, 'import threw');
  const failure = judgeError(error);
  if (failure.verdict === 'final') await fail(dependencies, claim, internalError);
  else await retry(dependencies, claim, failure);
}

async function handleDeath(
  dependencies: ImportJobDependencies,
  claim: ClaimedImport,
  error: ChildDiedError,
  claimLost: boolean,
): Promise<void> {
  if (claimLost) {
    // The import was cancelled, taken over, or had just ended: a heartbeat can notice the end before the child reports it.
    dependencies.logger.info('claim no longer held');
    await reportStoredEnd(dependencies, claim);
    return;
  }
  dependencies.logger.warn({ err: error }, 'import child ended without a result');
  const verdict = deathVerdicts[error.death](dependencies.limits);
  if (verdict === 'retry') await retry(dependencies, claim, retryableFailure('The process of the import was ended.'));
  else await fail(dependencies, claim, verdict);
}

/** How each death of a child ends the attempt: with an error that the document caused, or with a retry. */
const deathVerdicts: {
  readonly [Death in ChildDeath]: (limits: ImportJobDependencies['limits']) => ImportError | 'retry';
} = {
  stopped: () => 'retry',
  killed: () => 'retry',
  'out-of-memory': ({ heapMb }) => ({
    code: 'import_out_of_memory',
    message: `The import exceeded its memory limit of ${heapMb} MB (IMPORT_HEAP_MB). Split the document, or raise the limit.`,
  }),
  'timed-out': ({ timeoutMs }) => ({
    code: 'import_timed_out',
    message: `The import exceeded its time limit of ${timeoutMs / 1000} s (IMPORT_TIMEOUT_SECONDS). Split the document, or raise the limit.`,
  }),
};

const internalError: ImportError = {
  code: 'internal_error',
  message: 'Internal error: the importer failed on this document. Nothing was stored. Report it with the import id.',
};

function attemptsExhausted(maxAttempts: number, lastFailure: string | null): ImportError {
  return {
    code: 'import_attempts_exhausted',
    message: `All ${maxAttempts} attempts (IMPORT_MAX_ATTEMPTS) failed, because the worker or the database failed. Retry the import when both are available.`,
    ...(lastFailure === null ? {} : { details: `The last attempt: ${lastFailure}` }),
  };
}

/** Attempts that failed because of the database do not count, within this time from the request. */
const outagePatienceMs = 86_400_000;

/** @returns the error of an import whose attempts all ended without a result, for example with their worker. */
async function findExhaustion(
  { database, maxAttempts }: ImportJobDependencies,
  claim: ClaimedImport,
): Promise<ImportError | undefined> {
  if (claim.attempt <= maxAttempts) return undefined;
  const { outages, lastFailure } = await findAttemptHistory(database, claim);
  const isExhausted = claim.attempt - outages > maxAttempts || claim.queuedMs > outagePatienceMs;
  return isExhausted ? attemptsExhausted(maxAttempts, lastFailure) : undefined;
}

/**
 * Releases the claim for another attempt, or ends the import if this was the last one. The next attempt has a new job, because the queue
 * may deliver this one for another import.
 * @param exhausted the error that ends the import after the last attempt.
 */
async function retry(
  dependencies: ImportJobDependencies,
  claim: ClaimedImport,
  failure: AttemptFailure,
  exhausted: ImportError = attemptsExhausted(dependencies.maxAttempts, failure.message),
): Promise<void> {
  if (await wasLast(dependencies, claim, failure)) {
    await fail(dependencies, claim, exhausted);
    throw new FinalJobError(failure.message);
  }
  const delayMs = retryDelayMs(failure, claim.attempt);
  const released = await retryWrite(dependencies, () =>
    releaseImport(dependencies.database, claim, {
      delayMs,
      failure: { message: failure.message, isOutage: failure.verdict === 'outage' },
    }),
  );
  dependencies.metrics.retried.inc();
  if (released !== undefined) await addRetryJob(dependencies, released, delayMs);
  throw new FinalJobError(`attempt failed, will be retried: ${failure.message}`);
}

async function wasLast(
  dependencies: ImportJobDependencies,
  claim: ClaimedImport,
  failure: AttemptFailure,
): Promise<boolean> {
  const { database, maxAttempts } = dependencies;
  if (claim.attempt < maxAttempts) return false;
  if (failure.verdict === 'outage') return claim.queuedMs > outagePatienceMs;
  const { outages } = await retryWrite(dependencies, () => findAttemptHistory(database, claim));
  return claim.attempt - outages >= maxAttempts;
}

async function fail(dependencies: ImportJobDependencies, claim: ClaimedImport, error: ImportError): Promise<void> {
  const failure = { error, messagesJson: '[]', timings: {} };
  const held = await retryWrite(dependencies, () => failImport(dependencies.database, claim, failure));
  dependencies.logger.warn({ code: error.code, held }, 'import failed');
  if (held) await reportStoredEnd(dependencies, claim);
}

/** Pause between two tries of the final write. */
const writeRetryMs = 1_000;

/**
 * Retries the final write of an attempt while the database is unavailable. Otherwise the import would look running until it is stale;
 * from then on the sweeper releases it anyway.
 */
async function retryWrite<Value>(
  { staleAfterMs, logger, cutOff }: ImportJobDependencies,
  write: () => Promise<Value>,
): Promise<Value> {
  const deadline = performance.now() + staleAfterMs;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (cutOff.aborted || performance.now() > deadline) throw error;
      logger.warn({ err: error }, 'failed to write the end of the attempt, retrying');
      await pause(writeRetryMs);
    }
  }
}
