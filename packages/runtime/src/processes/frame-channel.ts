import type { Duplex } from 'node:stream';

/** One message between two processes: a small head, and bytes of any size. */
export interface Frame {
  readonly head: unknown;
  readonly bytes: Buffer;
}

export interface FrameChannel {
  /** @returns when the frame is handed to the system, so that a slow reader slows the sender. */
  send(head: object, bytes?: Uint8Array): Promise<void>;
  /** The next frame. @returns undefined at the end of the stream. @throws FrameError for a malformed frame. */
  receive(): Promise<Frame | undefined>;
}

/** The other process sent something that is no frame. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** A head is JSON text of at most this many bytes. Everything larger belongs into the bytes. */
const maxHeadBytes = 64 * 1024;

/** Node reads at most this many bytes at once. */
const maxFrameBytes = 1024 ** 3;

/** Lengths of the head and of the bytes, 32 bits each, big endian. */
const prefixBytes = 8;

const noBytes = Buffer.alloc(0);

/** Exchanges frames over a stream. At most one `receive` may wait at a time. */
export function openFrameChannel(stream: Duplex): FrameChannel {
  // The reader sees the end of the stream; a reset connection is an end too.
  stream.on('error', () => undefined);
  const readable = createSignal(stream, ['readable', 'end', 'close']);
  const drained = createSignal(stream, ['drain', 'close']);
  // Frames that are sent without waiting in between leave in one write: each write wakes the other process.
  const write = (parts: readonly Uint8Array[]): boolean => {
    if (stream.writableCorked === 0) {
      stream.cork();
      process.nextTick(() => stream.uncork());
    }
    let flowing = true;
    for (const part of parts) flowing = stream.write(part);
    return flowing;
  };
  return {
    send: async (head, bytes = noBytes) => {
      const text = Buffer.from(JSON.stringify(head));
      const prefix = Buffer.allocUnsafe(prefixBytes);
      prefix.writeUInt32BE(text.length, 0);
      prefix.writeUInt32BE(bytes.length, 4);
      const flowing = write([prefix, text, bytes]);
      if (!flowing && stream.writable) await drained();
    },
    receive: async () => {
      const prefix = await readBytes(stream, prefixBytes, readable);
      if (prefix === undefined) return undefined;
      const headBytes = prefix.readUInt32BE(0);
      if (headBytes > maxHeadBytes) throw new FrameError(`a head of ${headBytes} bytes`);
      const size = headBytes + prefix.readUInt32BE(4);
      if (size > maxFrameBytes) throw new FrameError(`a frame of ${size} bytes`);
      const frame = await readBytes(stream, size, readable);
      if (frame === undefined) return undefined;
      return { head: parseHead(frame.subarray(0, headBytes)), bytes: frame.subarray(headBytes) };
    },
  };
}

function parseHead(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString());
  } catch (error) {
    throw new FrameError('a head that is not JSON', { cause: error });
  }
}

/** @returns undefined when the stream ends before. */
async function readBytes(stream: Duplex, size: number, readable: () => Promise<void>): Promise<Buffer | undefined> {
  if (size === 0) return noBytes;
  for (;;) {
    const read: Buffer | null = stream.read(size);
    // At the end, the stream gives the bytes that are left.
    if (read !== null) return read.length === size ? read : undefined;
    if (stream.readableEnded || stream.destroyed) return undefined;
    await readable();
  }
}

/**
 * @returns a function that waits for the next of the events. The listeners stay, because a new listener for `readable` is called at once,
 * and a loop around it would keep the stream from reading more.
 */
function createSignal(stream: Duplex, events: readonly string[]): () => Promise<void> {
  const waiting: (() => void)[] = [];
  const wakeAll = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };
  for (const event of events) stream.on(event, wakeAll);
  return () => new Promise((resolve) => waiting.push(resolve));
}
