import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { currentScope } from '@connectory/database';
import { type ChildExit, type LimitedChild, type Logger, startLimitedChild } from '@connectory/runtime';
import { ApiError } from '../http/api-error.ts';
import { databaseFault } from '../http/database-fault.ts';
import { noSpaceForResponse } from '../http/storage-fault.ts';
import { databaseEnvironment } from './child-environment.ts';
import { childExitCodes, databaseFaultOfExit } from './child-exit-codes.ts';
import { childPriority } from './child-priority.ts';
import { readFileInPieces } from './read-file-in-pieces.ts';
import { createSlots } from './slots.ts';
import { startOrRelease } from './start-or-release.ts';

/** Where a child writes, and what it may read. */
export interface ChildOutput {
  /** The organisation of the request, whose rows alone it sees. */
  readonly organisationId: string;
  readonly outputPath: string;
  readonly maxOutputBytes: number;
}

/** A kind of child that writes one file. */
export interface ChildKind {
  readonly name: string;
  /** The built file: a child runs without the loader that tests use for sources. The path is the same from `src` and from `dist`. */
  readonly entry: URL;
  /** Whether it reads the database. Otherwise its environment is empty. */
  readonly hasDatabase: boolean;
  /** The error of a task, or an output, that is too large. */
  readonly tooLarge: () => ApiError;
  /** The error of an exit code of this kind; undefined for codes that it does not know. */
  readonly toError: (exit: ChildExit) => ApiError | undefined;
}

export interface FileRunnerOptions {
  readonly databaseUrl: string;
  /** Children at a time. */
  readonly size: number;
  readonly heapMb: number;
  /** Time limit of one child. */
  readonly timeoutMs: number;
  readonly maxOutputBytes: number;
  /** Folder of temporary files. */
  readonly folder: string;
  readonly logger: Logger;
}

/**
 * Does work in child processes with limits of memory and time, because it would block all other requests. A child writes a file and ends.
 * The client then reads the file, so no child waits for a client.
 */
export interface FileRunner {
  /**
   * @param use gets the content of the file in pieces, and its path. The file is removed when it resolves.
   * @throws ApiError if the task is too large or fails otherwise, or if too many requests wait.
   */
  run<Task extends object>(
    kind: ChildKind,
    task: Task,
    signal: AbortSignal,
    use: (pieces: AsyncIterable<Buffer>, outputPath: string) => Promise<void>,
  ): Promise<void>;
  /** Kills all children. */
  close(): Promise<void>;
}

export function createFileRunner(options: FileRunnerOptions): FileRunner {
  const children = new Set<LimitedChild>();
  const slots = createSlots(options.size, tooMany);
  const runToEnd = async (kind: ChildKind, task: object, signal: AbortSignal): Promise<void> => {
    await slots.acquire(signal);
    const child = startOrRelease(() => startChild(options, kind, task), slots.release);
    children.add(child);
    const removeLimits = child.limit({ timeoutMs: options.timeoutMs, signal });
    const exit = await child.exited;
    removeLimits();
    children.delete(child);
    slots.release();
    if (exit.code !== 0) throw toError(kind, exit);
  };
  return {
    run: async (kind, task, signal, use) => {
      const outputPath = path.join(options.folder, `child-${randomUUID()}`);
      try {
        const organisationId = currentScope() ?? '';
        await runToEnd(kind, { ...task, organisationId, outputPath, maxOutputBytes: options.maxOutputBytes }, signal);
        await use(readFileInPieces(outputPath), outputPath);
      } finally {
        await rm(outputPath, { force: true });
      }
    },
    close: async () => {
      slots.drop();
      await Promise.all([...children].map((child) => child.kill('stopped')));
    },
  };
}

function startChild(
  { databaseUrl, heapMb, logger }: FileRunnerOptions,
  { name, entry, hasDatabase }: ChildKind,
  task: object,
) {
  return startLimitedChild({
    name,
    entry,
    args: [JSON.stringify(task)],
    env: hasDatabase ? databaseEnvironment(databaseUrl) : {},
    heapMb,
    priority: childPriority(),
    stdout: 'inherit',
    logger,
  });
}

function toError(kind: ChildKind, exit: ChildExit): Error {
  const { code, signal, death } = exit;
  if (death === 'timed-out' || death === 'out-of-memory' || code === childExitCodes.tooLarge) return kind.tooLarge();
  if (code === childExitCodes.storageFull) return noSpaceForResponse();
  const fault = databaseFaultOfExit(code);
  if (fault !== undefined) return databaseFault(fault, true);
  return kind.toError(exit) ?? new Error(`${kind.name} ended with code ${code}, signal ${signal}`);
}

function tooMany(): ApiError {
  return new ApiError('unavailable', 'Too many versions are being compared or exported at the moment.', {
    headers: { 'Retry-After': '10' },
  });
}
