import { setTimeout as pause } from 'node:timers/promises';
import { type Database, failImport, type ImportWatcher, releaseImport, reportProgress } from '@connectory/database';
import type { ClaimedImport, ImportError } from '@connectory/lifecycle';
import { FinalJobError } from '@connectory/queue';
import { type Logger, withSpan } from '@connectory/runtime';
import { ChildDiedError, type ChildDeath, type ChildPool } from './child-pool.ts';
import { judgeError } from './failure-table.ts';
import { type HeldClaim, holdClaim } from './hold-claim.ts';
import type { ImportStep, ThrownError } from './import-messages.ts';
import type { WorkerMetrics } from '../observability/worker-metrics.ts';
import { tellEnd, tellStoredEnd } from './tell-end.ts';
import { traceStages } from './trace-stages.ts';

export interface ImportJobDependencies {
  readonly database: Database;
  readonly children: ChildPool;
  readonly logger: Logger;
  readonly metrics: WorkerMetrics;
  /** Tells which imports were cancelled. */
  readonly cancellations: ImportWatcher;
  readonly heartbeatMs: number;
  /** Without a sign of life for so long, an import is taken from its worker. */
  readonly staleAfterMs: number;
  readonly maxAttempts: number;
  readonly limits: { readonly heapMb: number; readonly timeoutMs: number };
  /** Told when an import whose end somebody is to be told of may have ended. */
  readonly onCallback: () => void;
  /** Aborted when this process has to end: there is no more time for trying again. */
  readonly cutOff: AbortSignal;
}

/** Steps are recorded at most this often, the first so long after the claim: most imports end before anybody could look. */
const recordIntervalMs = 250;

/**
 * Claims an import and sees it through: the queue delivers, the database decides. A second delivery finds nothing to claim.
 * @throws to have the job delivered again later.
 */
export async function processImportJob(
  dependencies: ImportJobDependencies,
  importId: string,
  jobId: string,
): Promise<void> {
  const held = await holdClaim(dependencies, importId);
  if (held === undefined) {
    dependencies.logger.debug({ importId, jobId }, 'nothing to claim');
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
    { kind: 'consumer', traceParent: claim.traceParent, attributes: describe(claim) },
    async () => {
      const { importId, attempt: number, requestId } = claim;
      const logger = dependencies.logger.child({ importId, attempt: number, requestId, jobId });
      logger.info({ queuedMs: claim.queuedMs }, 'import claimed');
      if (number > dependencies.maxAttempts) {
        await fail({ ...dependencies, logger }, claim, attemptsExhausted(dependencies.maxAttempts));
        return;
      }
      await attempt({ ...dependencies, logger }, held);
    },
  );
}

function describe({ importId, attempt: number }: ClaimedImport) {
  return { 'connectory.import.id': importId, 'connectory.import.attempt': number };
}

async function attempt(dependencies: ImportJobDependencies, { claim, lost }: HeldClaim): Promise<void> {
  const { database, children, logger } = dependencies;
  const stages = traceStages(describe(claim));
  let recordedAt = performance.now();
  const onStep = (step: ImportStep): void => {
    stages.enter(step.stage);
    const now = performance.now();
    if (now - recordedAt < recordIntervalMs) return;
    recordedAt = now;
    reportProgress(database, claim, step).catch((error: unknown) =>
      logger.warn({ err: error }, 'progress not recorded'),
    );
  };
  try {
    const end = await children.run(
      {
        importId: claim.importId,
        claimToken: claim.token,
        attempt: claim.attempt,
        requestId: claim.requestId,
        traced: claim.traceParent !== null,
      },
      { signal: lost, onStep },
    );
    stages.end('error' in end ? end.error.message : undefined);
    if (end.outcome === 'unfetched') await tryAgain(dependencies, claim, end.error.message, end.error);
    else if (end.outcome === 'threw') await handleThrown(dependencies, claim, end.error);
    else if (end.outcome === 'claim-lost') logger.info('claim lost: cancelled, or taken over by another worker');
    else tellEnd(dependencies, end.facts);
  } catch (error) {
    if (!(error instanceof ChildDiedError)) throw error;
    stages.end(error.death);
    await handleDeath(dependencies, claim, error, lost.aborted);
  }
}

async function handleThrown(
  dependencies: ImportJobDependencies,
  claim: ClaimedImport,
  error: ThrownError,
): Promise<void> {
  dependencies.logger.error({ err: error }, 'import threw');
  if (judgeError(error) === 'final') {
    await fail(dependencies, claim, internalError);
    return;
  }
  await tryAgain(dependencies, claim, `${error.name}: ${error.message}`);
}

async function handleDeath(
  dependencies: ImportJobDependencies,
  claim: ClaimedImport,
  error: ChildDiedError,
  claimLost: boolean,
): Promise<void> {
  if (claimLost) {
    // Cancelled or taken over; or it had just ended, and a heartbeat saw that before the child could say so.
    dependencies.logger.info('claim no longer held');
    await tellStoredEnd(dependencies, claim);
    return;
  }
  dependencies.logger.warn({ err: error }, 'import child ended without an answer');
  const verdict = deathVerdicts[error.death](dependencies.limits);
  if (verdict === 'retry') await tryAgain(dependencies, claim, error.message);
  else await fail(dependencies, claim, verdict);
}

/** What each death of a child means: the document's own fault, or the world's. */
const deathVerdicts: {
  readonly [Death in ChildDeath]: (limits: ImportJobDependencies['limits']) => ImportError | 'retry';
} = {
  stopped: () => 'retry',
  killed: () => 'retry',
  'out-of-memory': ({ heapMb }) => ({
    code: 'import_out_of_memory',
    message: `The document needs more than the ${heapMb} MB of memory that one import may use (IMPORT_HEAP_MB). Split it, or raise the limit.`,
  }),
  'timed-out': ({ timeoutMs }) => ({
    code: 'import_timed_out',
    message: `The import took longer than the ${timeoutMs / 1000} s that one may take (IMPORT_TIMEOUT_SECONDS). Split the document, or raise the limit.`,
  }),
};

const internalError: ImportError = {
  code: 'internal_error',
  message:
    'The importer has a defect that this document shows. Nothing was stored; please report it with the import id.',
};

function attemptsExhausted(maxAttempts: number): ImportError {
  return {
    code: 'import_attempts_exhausted',
    message: `The import was tried ${maxAttempts} times (IMPORT_MAX_ATTEMPTS) and each time its process or the database failed. Retry it once they are well.`,
  };
}

/** @param exhausted what the import ends with when this was its last attempt. */
async function tryAgain(
  dependencies: ImportJobDependencies,
  claim: ClaimedImport,
  reason: string,
  exhausted: ImportError = attemptsExhausted(dependencies.maxAttempts),
): Promise<void> {
  if (claim.attempt >= dependencies.maxAttempts) {
    await fail(dependencies, claim, exhausted);
    throw new FinalJobError(reason);
  }
  await untilWritten(dependencies, () => releaseImport(dependencies.database, claim));
  dependencies.metrics.retried.inc();
  throw new Error(`to be tried again: ${reason}`);
}

async function fail(dependencies: ImportJobDependencies, claim: ClaimedImport, error: ImportError): Promise<void> {
  const failure = { error, messagesJson: '[]', timings: {} };
  const held = await untilWritten(dependencies, () => failImport(dependencies.database, claim, failure));
  dependencies.logger.warn({ code: error.code, held }, 'import failed');
  if (held) await tellStoredEnd(dependencies, claim);
}

/** Pause after the database could not be reached. */
const writeRetryMs = 1_000;

/**
 * What is the end of an attempt is written even if the database is away for a moment: else the import would seem to run until it is
 * stale. After that the sweeper takes it anyway.
 */
async function untilWritten<Value>(
  { staleAfterMs, logger, cutOff }: ImportJobDependencies,
  write: () => Promise<Value>,
): Promise<Value> {
  const deadline = performance.now() + staleAfterMs;
  for (;;) {
    try {
      return await write();
    } catch (error) {
      if (cutOff.aborted || performance.now() > deadline) throw error;
      logger.warn({ err: error }, 'end of the attempt not written yet');
      await pause(writeRetryMs);
    }
  }
}
