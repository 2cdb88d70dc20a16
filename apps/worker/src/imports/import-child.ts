import { availableParallelism } from 'node:os';
import { serialize } from 'node:v8';
import type { Database } from '@connectory/database';
import {
  type ChildDeath,
  type ChildExit,
  type Frame,
  FrameError,
  framesFd,
  type LimitedChild,
  type Logger,
  openFrameChannel,
  startLimitedChild,
} from '@connectory/runtime';
import type { Duplex } from 'node:stream';
import { OutputTooLargeError } from '@connectory/lifecycle';
import type { ChildCalls, PartHead, ReplyHead } from '../import-child/child-calls.ts';
import { ImportDefectError } from './import-defect-error.ts';

/** An import child ended before its work was done. */
export class ChildDiedError extends Error {
  override readonly name = 'ChildDiedError';
  readonly death: ChildDeath;
  constructor(death: ChildDeath, message: string) {
    super(message);
    this.death = death;
  }
}

export interface ImportChildOptions {
  readonly entry: URL;
  /** Children at a time, which share the cores. */
  readonly size: number;
  /** Heap limit. V8 aborts a child that exceeds it. */
  readonly heapMb: number;
  /** Priority of the child, as in `os.constants.priority`. Default: the priority of this process. */
  readonly priority?: number;
  readonly logger: Logger;
  /** Opens the connection for the work of one child. It is closed with the child, so that abandoned work cannot hold it. */
  readonly openDatabase: () => Database;
}

/** What the work of an import gets: a process that reads documents, and a connection of its own. */
export interface ImportChild {
  readonly database: Database;
  /** Aborted when the process has ended. */
  readonly ended: AbortSignal;
  /**
   * Calls the child. One call at a time; its reply must be read to the end, or the child is replaced.
   * @returns the parts of the reply. @throws ImportDefectError when the call threw, ChildDiedError when the child ended.
   */
  call<Name extends keyof ChildCalls>(name: Name, args: ChildCalls[Name]): AsyncIterable<PartOfReply>;
}

export interface PartOfReply extends Omit<PartHead, 'bytes'> {
  readonly bytes: Buffer;
}

/**
 * Size of V8's young generation. A document's tree is allocated fast and lives long: with V8's default of 16 MB it is copied
 * several times.
 */
const youngGenerationMb = 32;

/**
 * Heap size at which V8 first marks old objects. V8's default is small, so a new process marks its whole heap many times until it has
 * grown. Most imports never reach this size.
 */
const initialOldGenerationMb = 256;

/**
 * Threads that help a child to collect garbage. V8's default is four. When all children work, threads beyond the cores only wait for each other:
 * with one instead of four, children take 2 to 6 % less CPU on two cores.
 */
function helperThreads(size: number): number {
  return Math.max(1, Math.floor(availableParallelism() / size) - 1);
}

/** A child process, and the connection for its work. @throws ChildNotStartedError */
export function startImportChild(options: ImportChildOptions) {
  const { logger } = options;
  const child = forkChild(options);
  const database = options.openDatabase();
  void child.exited
    .then(() => database.close())
    .catch((error: unknown) => logger.debug({ err: error }, 'close failed'));
  const ended = new AbortController();
  void child.exited.then(() => ended.abort());
  const calls = openCalls(child, logger);
  return {
    exited: child.exited,
    /** Runs work that may use the child, until it settles or the child ends, for example at one of its limits. */
    run: <Value>(
      work: (child: ImportChild) => Promise<Value>,
      limits: { timeoutMs: number; signal: AbortSignal },
    ): Promise<Value> => run(child, limits, calls, () => work({ database, ended: ended.signal, call: calls.call })),
    stop: () => child.kill('stopped'),
  };
}

function forkChild({ entry, size, heapMb, priority, logger }: ImportChildOptions): LimitedChild {
  return startLimitedChild({
    name: 'import child',
    entry,
    // It reads hostile documents. Code that takes it over finds no secrets here.
    env: {},
    heapMb,
    v8Flags: [
      `--initial-old-space-size=${Math.min(initialOldGenerationMb, Math.floor(heapMb / 2))}`,
      `--max-semi-space-size=${youngGenerationMb}`,
      `--v8-pool-size=${helperThreads(size)}`,
    ],
    stdout: 'ignore',
    frames: true,
    ...(priority === undefined ? {} : { priority }),
    logger,
  });
}

/** Time without work after which a child drops its last model. A child with work gets the next document before. */
const forgetAfterMs = 1_000;

interface Calls {
  readonly call: ImportChild['call'];
  /** Whether a reply has not been read to its end. */
  readonly isCalling: () => boolean;
  /** Makes the child drop its model, unless the next import replaces it soon. */
  readonly forget: () => void;
}

function openCalls(child: LimitedChild, logger: Logger): Calls {
  const channel = openFrameChannel(child.process.stdio[framesFd] as unknown as Duplex);
  let calling = false;
  let forgetting: NodeJS.Timeout | undefined;
  const receive = async (): Promise<ReplyFrame> => {
    try {
      const frame = await channel.receive();
      if (frame !== undefined) return splitFrame(frame);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      logger.error({ err: error }, 'an import child sent a malformed reply');
      await child.kill('killed');
    }
    throw toError(await child.exited);
  };
  const call: ImportChild['call'] = async function* (name, args) {
    calling = true;
    clearTimeout(forgetting);
    await channel.send({ call: name }, serialize(args));
    for (;;) {
      const { parts, end, threw } = await receive();
      yield* parts;
      if (end !== true) continue;
      calling = false;
      if (threw !== undefined) throw toThrown(threw);
      return;
    }
  };
  const forget = (): void => {
    clearTimeout(forgetting);
    forgetting = setTimeout(() => void channel.send({ call: 'forget' }, serialize({})), forgetAfterMs).unref();
  };
  return { call, isCalling: () => calling, forget };
}

interface ReplyFrame extends Omit<ReplyHead, 'parts'> {
  readonly parts: readonly PartOfReply[];
}

/** @throws FrameError for a head that does not describe the bytes. */
function splitFrame({ head, bytes }: Frame): ReplyFrame {
  const { parts, ...rest } = Object(head) as ReplyHead;
  if (!Array.isArray(parts)) throw new FrameError('a head without parts');
  let at = 0;
  const split: PartOfReply[] = [];
  for (const { bytes: size, ...part } of parts as ReplyHead['parts']) {
    if (!Number.isInteger(size) || size < 0 || at + size > bytes.length)
      throw new FrameError('a part beyond its frame');
    split.push({ ...part, bytes: bytes.subarray(at, at + size) });
    at += size;
  }
  if (at !== bytes.length) throw new FrameError('bytes of no part');
  return { ...rest, parts: split };
}

async function run<Value>(
  child: LimitedChild,
  limits: { timeoutMs: number; signal: AbortSignal },
  { isCalling, forget }: Calls,
  work: () => Promise<Value>,
): Promise<Value> {
  const removeLimits = child.limit(limits);
  const died = child.exited.then((exit) => Promise.reject(toError(exit)));
  try {
    return await Promise.race([work(), died]);
  } finally {
    removeLimits();
    // The rest of an unread reply would be taken for the next one.
    if (isCalling()) await child.kill('killed');
    else forget();
  }
}

function toError({ code, signal, death }: ChildExit): ChildDiedError {
  return new ChildDiedError(death, `The import's process ended (${death}, code ${code}, signal ${signal}).`);
}

/** Restores the error of a limit; anything else that code without I/O throws is a defect. */
function toThrown({ name, message, stack }: NonNullable<ReplyHead['threw']>): Error {
  if (name === 'OutputTooLargeError') return new OutputTooLargeError();
  const error = new ImportDefectError(`${name}: ${message}`);
  if (stack !== undefined) error.stack = stack;
  return error;
}
