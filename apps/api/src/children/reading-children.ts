import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import path from 'node:path';
import {
  type ChildExit,
  type FrameChannel,
  FrameError,
  framesFd,
  type LimitedChild,
  type Logger,
  openFrameChannel,
  startLimitedChild,
} from '@connectory/runtime';
import { isStorageFull, noSpaceForResponse } from '../http/storage-fault.ts';
import { childPriority } from './child-priority.ts';
import type { AnswerHead } from './serve-reading.ts';
import { createSlots } from './slots.ts';

/** A child without work ends after this time. Starting one takes several hundred milliseconds. */
const defaultIdleMs = 60_000;

/** Children that read one file at a time, which is not trusted. */
export interface ReadingChildrenOptions {
  /** For logs and errors: `excerpt child`. */
  readonly name: string;
  /** A program that calls `serveReading`. */
  readonly entry: URL;
  /** Children at a time. */
  readonly size: number;
  readonly heapMb: number;
  /** Time limit of one file. */
  readonly timeoutMs: number;
  readonly idleMs?: number;
  readonly logger: Logger;
  /** Folder of temporary files. */
  readonly folder: string;
  /** The error of a request that finds too many waiting. */
  readonly tooMany: () => Error;
}

/** How a reading ended: the code of the answer, or the exit of the child. */
export type ReadingEnd = Pick<ChildExit, 'code' | 'signal' | 'death'>;

export interface ReadingTask {
  readonly signal: AbortSignal;
  /** Writes the file to read. */
  readonly writeFile: (file: string) => Promise<void>;
  /** What the child gets: a small object. */
  readonly taskOf: (file: string) => object;
  /** The error of a reading that failed; undefined for one that nothing explains. */
  readonly toError: (end: ReadingEnd) => Error | undefined;
}

export interface ReadingChildren {
  /** @returns the output. @throws ApiError when there is no slot or no space for the file, and the error of `toError`. */
  read(task: ReadingTask): Promise<string>;
}

interface ReadingChild {
  readonly limited: LimitedChild;
  readonly channel: FrameChannel;
}

interface Answer extends ReadingEnd {
  readonly output: string;
  /** Whether the child takes no other file. */
  readonly isLast: boolean;
}

/**
 * Reads files in children without environment and database, within limits of memory and time. They yield to the reads of other clients.
 * A child that has answered waits for the next file; one that exceeds a limit is killed.
 */
export function createReadingChildren(options: ReadingChildrenOptions): ReadingChildren {
  const { name, folder, timeoutMs } = options;
  const slots = createSlots(options.size, options.tooMany);
  const idle = createIdleChildren(options.idleMs ?? defaultIdleMs);
  const ask = async (child: ReadingChild, task: object, signal: AbortSignal): Promise<Answer> => {
    const removeLimits = child.limited.limit({ timeoutMs, signal });
    const answer = await askChild(child, task);
    removeLimits();
    if (answer.isLast) void child.limited.kill('stopped');
    else idle.add(child);
    return answer;
  };
  const askOne = async (task: object, signal: AbortSignal): Promise<Answer> => {
    const waiting = idle.take();
    const answer = waiting && (await ask(waiting, task, signal));
    // It may have been killed while it waited, before this process knew.
    if (answer !== undefined && !isKilled(answer)) return answer;
    return ask(startChild(options, idle.remove), task, signal);
  };
  return {
    read: async ({ signal, writeFile, taskOf, toError }) => {
      await slots.acquire(signal);
      const file = path.join(folder, `${name.split(' ')[0]}-${randomUUID()}`);
      try {
        await writeFile(file).catch((error: unknown) => {
          throw isStorageFull(error) ? noSpaceForResponse(error) : error;
        });
        const answer = await askOne(taskOf(file), signal);
        if (answer.code === 0) return answer.output;
        throw toError(answer) ?? new Error(`${name} ended with code ${answer.code}, signal ${answer.signal}`);
      } finally {
        slots.release();
        await rm(file, { force: true });
      }
    },
  };
}

/** Children without work, each until its time is over. */
function createIdleChildren(idleMs: number) {
  const timers = new Map<ReadingChild, NodeJS.Timeout>();
  const remove = (child: ReadingChild): void => {
    clearTimeout(timers.get(child));
    timers.delete(child);
  };
  return {
    add: (child: ReadingChild): void => {
      timers.set(child, setTimeout(() => void child.limited.kill('stopped'), idleMs).unref());
    },
    take: (): ReadingChild | undefined => {
      const [child] = timers.keys();
      if (child !== undefined) remove(child);
      return child;
    },
    remove,
  };
}

function startChild(
  { name, entry, heapMb, logger }: ReadingChildrenOptions,
  onExit: (child: ReadingChild) => void,
): ReadingChild {
  const priority = childPriority();
  const limited = startLimitedChild({
    name,
    entry,
    env: {},
    heapMb,
    priority,
    stdout: 'ignore',
    frames: true,
    logger,
  });
  const stream = limited.process.stdio[framesFd] as unknown as Socket;
  // The server keeps this process alive while a request waits; a child without work must not.
  limited.process.unref();
  limited.process.channel?.unref();
  for (const one of [limited.process.stderr, stream]) (one as Socket).unref();
  const child = { limited, channel: openFrameChannel(stream) };
  void limited.exited.then(() => onExit(child));
  return child;
}

const isKilled = ({ code, death }: Answer): boolean => code === null && death === 'killed';

async function askChild({ limited, channel }: ReadingChild, task: object): Promise<Answer> {
  await channel.send(task);
  const frame = await channel.receive().catch(async (error: unknown) => {
    if (!(error instanceof FrameError)) throw error;
    await limited.kill('killed');
    return undefined;
  });
  // A code of 0 would be an answer.
  if (frame === undefined) return { ...(await limited.exited), code: null, output: '', isLast: true };
  const { code, isLast } = frame.head as AnswerHead;
  return { code, signal: null, death: 'killed', output: frame.bytes.toString(), isLast };
}
