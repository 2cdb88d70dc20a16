import { Socket } from 'node:net';
import { dieWithParent, exitWithParent, framesFd, openFrameChannel } from '@connectory/runtime';
import { exitCodeOf } from './run-child.ts';

/** The result of a child that reads a file. */
export interface Reading {
  /** 0 with the output, or a code of `childExitCodes` or of its kind. */
  readonly code: number;
  readonly output?: string;
}

/** The head of an answer, whose bytes are the output. */
export interface AnswerHead {
  readonly code: number;
  /** Whether the parent has to end the child. */
  readonly isLast: boolean;
}

/** A child that a large file has made this large is ended, because it would keep the memory. */
const maxIdleBytes = 256 * 1024 * 1024;

/**
 * Reads the files that the parent sends tasks for, one after the other. A child may go on after a file that it could not read: it has
 * nothing to hide from the next one but the file itself, which it has forgotten.
 * @param read throws what nothing explains.
 */
export function serveReading<Task>(read: (task: Task) => Promise<Reading>): void {
  exitWithParent(() => process.exit(1));
  dieWithParent();
  // The parent handles signals to the process group: it ends running requests first.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
  const channel = openFrameChannel(new Socket({ fd: framesFd, readable: true, writable: true }));
  const serve = async (): Promise<void> => {
    for (let frame = await channel.receive(); frame !== undefined; frame = await channel.receive()) {
      const { code, output = '' } = await readSafely(read, frame.head as Task);
      const isLast = process.memoryUsage.rss() > maxIdleBytes;
      await channel.send({ code, isLast } satisfies AnswerHead, Buffer.from(output));
    }
  };
  void serve().finally(() => process.exit(0));
}

async function readSafely<Task>(read: (task: Task) => Promise<Reading>, task: Task): Promise<Reading> {
  try {
    return await read(task);
  } catch (error) {
    process.stderr.write(String(error instanceof Error ? error.stack : error));
    return { code: exitCodeOf(error) };
  }
}
