import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type ChildExit, type Logger, startLimitedChild } from '@connectory/runtime';
import { isStorageFull, noSpaceForResponse } from '../http/storage-fault.ts';
import { childPriority } from './child-priority.ts';
import type { createSlots } from './slots.ts';

/** A child that reads one file, which is not trusted, and writes its result to standard output. */
export interface ReadingChild {
  /** For logs and errors: `excerpt child`. */
  readonly name: string;
  readonly entry: URL;
  readonly heapMb: number;
  readonly timeoutMs: number;
  readonly slots: ReturnType<typeof createSlots>;
  readonly logger: Logger;
  /** Folder of temporary files. */
  readonly folder: string;
}

export interface ReadingTask {
  readonly signal: AbortSignal;
  /** Writes the file to read. */
  readonly writeFile: (file: string) => Promise<void>;
  /** The only argument of the child. */
  readonly argumentOf: (file: string) => object;
  /** The error of a child that failed; undefined for one that nothing explains. */
  readonly toError: (exit: ChildExit) => Error | undefined;
}

/**
 * Runs a child without environment and database, within limits of memory and time. It yields to the reads of other clients.
 * @returns its standard output. @throws ApiError when there is no slot or no space for the file, and the error of `toError`.
 */
export async function readInChild(child: ReadingChild, task: ReadingTask): Promise<string> {
  const { name, entry, heapMb, timeoutMs, slots, logger, folder } = child;
  const { signal } = task;
  await slots.acquire(signal);
  const file = path.join(folder, `${name.split(' ')[0]}-${randomUUID()}`);
  try {
    await task.writeFile(file).catch((error: unknown) => {
      throw isStorageFull(error) ? noSpaceForResponse(error) : error;
    });
    const args = [JSON.stringify(task.argumentOf(file))];
    const priority = childPriority();
    const started = startLimitedChild({ name, entry, args, env: {}, heapMb, priority, stdout: 'pipe', logger });
    const removeLimits = started.limit({ timeoutMs, signal });
    const [chunks, exit] = await Promise.all([started.process.stdout?.toArray(), started.exited]);
    removeLimits();
    if (exit.code === 0) return Buffer.concat(chunks ?? []).toString();
    throw task.toError(exit) ?? new Error(`${name} ended with code ${exit.code}, signal ${exit.signal}`);
  } finally {
    slots.release();
    await rm(file, { force: true });
  }
}
