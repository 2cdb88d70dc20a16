import type { Readable } from 'node:stream';
import { type ChildExit, type LimitedChild, type Logger, startLimitedChild } from '@connectory/runtime';
import { startOrRelease } from '../children/start-or-release.ts';
import { createSlots } from '../children/slots.ts';
import { ApiError } from '../http/api-error.ts';
import { diffExitCodes, type DiffTask } from './diff-task.ts';
import { proofExitCodes, type ProofTask } from './proof-task.ts';

const retryAfterSeconds = 10;

export interface DiffRunnerOptions {
  readonly databaseUrl: string;
  /** Children at a time. */
  readonly size: number;
  readonly heapMb: number;
  /** Time limit of one diff. */
  readonly timeoutMs: number;
  readonly logger: Logger;
}

/** A diff that its child is writing. */
export interface WrittenDiff {
  /** JSON text of a VersionDiff, or of an ExportProof. If the child dies, the text ends early without an error: await `written` too. */
  readonly text: Readable;
  /** Resolves when the whole text is written. Rejects if the child failed. */
  readonly written: Promise<void>;
}

/** Compares versions in child processes with limits of memory and time, because a diff would block all other requests. */
export interface DiffRunner {
  /** @throws ApiError if the diff is too large, a version is gone, or too many requests wait. */
  run(task: DiffTask, signal: AbortSignal): Promise<WrittenDiff>;
  /** Compares the export of a version with its source. @throws ApiError likewise, and if the source is gone. */
  prove(task: ProofTask, signal: AbortSignal): Promise<WrittenDiff>;
  /** Kills all children. */
  close(): Promise<void>;
}

export function createDiffRunner(options: DiffRunnerOptions): DiffRunner {
  const children = new Set<LimitedChild>();
  const slots = createSlots(options.size, tooManyDiffs);
  const start = async (kind: ChildKind, task: DiffTask | ProofTask, signal: AbortSignal): Promise<WrittenDiff> => {
    await slots.acquire(signal);
    const child = startOrRelease(() => startChild(options, kind, task), slots.release);
    children.add(child);
    void child.exited.then(() => {
      children.delete(child);
      slots.release();
    });
    return awaitFirstChunk(child, kind, options.timeoutMs, signal);
  };
  return {
    run: async (task, signal) => start(diffKind, task, signal),
    prove: async (task, signal) => start(proofKind, task, signal),
    close: async () => {
      slots.drop();
      await Promise.all([...children].map((child) => child.kill('stopped')));
    },
  };
}

interface ChildKind {
  readonly name: string;
  /** The built file: a child runs without the loader that tests use for sources. The path is the same from `src` and from `dist`. */
  readonly entry: URL;
  readonly toError: (exit: ChildExit) => Error;
}

const diffKind: ChildKind = {
  name: 'diff child',
  entry: new URL('../../dist/diff/diff-child.js', import.meta.url),
  toError,
};

const proofKind: ChildKind = {
  name: 'proof child',
  entry: new URL('../../dist/export/proof-child.js', import.meta.url),
  toError: toProofError,
};

function startChild(
  { databaseUrl, heapMb, logger }: DiffRunnerOptions,
  { name, entry }: ChildKind,
  task: DiffTask | ProofTask,
): LimitedChild {
  return startLimitedChild({
    name,
    entry,
    args: [JSON.stringify(task)],
    env: { ...process.env, DATABASE_URL: databaseUrl },
    heapMb,
    stdout: 'pipe',
    logger,
  });
}

/** Resolves when the child starts to write. Errors before that can still become an error response. */
async function awaitFirstChunk(
  child: LimitedChild,
  kind: ChildKind,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<WrittenDiff> {
  const { stdout } = child.process;
  if (stdout === null) throw new Error('a diff child without a pipe for its standard output');
  const removeLimits = child.limit({ timeoutMs, signal });
  const written = child.exited.then((exit) => {
    removeLimits();
    if (exit.code !== 0) throw kind.toError(exit);
  });
  // The caller awaits this promise only after it has read the text: until then a rejection must not count as unhandled.
  written.catch(() => undefined);
  await Promise.race([untilReadable(stdout), written]);
  return { text: stdout, written };
}

/** Resolves at the first byte. Never resolves for a stream that ends without one, which emits `readable` too. */
function untilReadable(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (stream.readableLength === 0) return;
      stream.off('readable', check);
      resolve();
    };
    stream.on('readable', check);
  });
}

function toError({ code, signal, death }: ChildExit): Error {
  if (death === 'timed-out' || death === 'out-of-memory' || code === diffExitCodes.tooLarge)
    return new ApiError('diff_too_large', 'The two versions are too large to be compared on request.');
  if (code === diffExitCodes.gone)
    return new ApiError('version_not_found', 'One of the versions was deleted while they were compared.');
  return new Error(`diff child ended with code ${code}, signal ${signal}`);
}

function toProofError({ code, signal, death }: ChildExit): Error {
  if (death === 'timed-out' || death === 'out-of-memory' || code === proofExitCodes.tooLarge)
    return new ApiError('diff_too_large', 'The version is too large to be compared with its document on request.');
  if (code === proofExitCodes.versionGone) return new ApiError('version_not_found', 'The version was deleted.');
  if (code === proofExitCodes.documentGone)
    return new ApiError(
      'document_gone',
      'The document of the version is not stored: there is nothing to compare with.',
    );
  return new Error(`proof child ended with code ${code}, signal ${signal}`);
}

function tooManyDiffs(): ApiError {
  const headers = { 'Retry-After': String(retryAfterSeconds) };
  return new ApiError('unavailable', 'Too many versions are being compared at the moment. Try again later.', {
    headers,
  });
}
