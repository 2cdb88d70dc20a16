import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { keepScope, type StoredText } from '@connectory/database';
import type { Settings } from '@connectory/runtime';
import type { Response } from 'express';
import { principalOf } from '../access/principal.ts';
import { type Piece, inChunks } from './in-chunks.ts';
import { createPlaces, type PlaceSettings } from './places.ts';
import { createSpool } from './spool.ts';

/** Responses up to this size are collected and sent at once. They need no place among the large ones. */
const smallBytes = 256 * 1024;

/** A client that reads fewer bytes than this within the time of a stall counts as stalled. */
const minBytesRead = 16 * 1024;

/** Sends responses of any size as fast as their clients read, and limits how many large ones there are at a time. */
export interface LargeResponses {
  /**
   * Sends pieces as the body. For HEAD, the pieces are not read.
   * @param bytes their size, if it is known, so that a large response is refused before anything is read.
   * @throws ApiError before anything is sent, when too many large responses are being sent; or the error of the pieces.
   */
  send(response: Response, pieces: AsyncIterable<Piece>, bytes?: number): Promise<void>;
  /** Reads a stored text. A large one is kept in a file first, so that no connection of the database waits for a client. */
  read(text: StoredText): AsyncGenerator<Buffer, void, undefined>;
}

export interface LargeResponseOptions {
  readonly settings: PlaceSettings & Pick<Settings, 'RESPONSE_STALL_SECONDS'>;
  /** Folder of temporary files. */
  readonly folder: string;
}

export function createLargeResponses({ settings, folder }: LargeResponseOptions): LargeResponses {
  const createPlace = createPlaces(settings);
  const stallMs = settings.RESPONSE_STALL_SECONDS * 1000;
  return {
    read: createSpool(folder),
    send: async (response, pieces, bytes = 0) => {
      if (response.req.method === 'HEAD') {
        response.end();
        return;
      }
      const place = createPlace(principalOf(response)?.id ?? '');
      // Pieces are read when the client has read, outside of the scope of its request.
      const chunks = keepScope(inChunks(pieces));
      try {
        if (bytes > smallBytes) place.take();
        const head = await readHead(chunks);
        if (head.isWhole) response.send(Buffer.concat(head.chunks));
        else {
          place.take();
          await stream(response, allOf(head.chunks, chunks), stallMs);
        }
      } finally {
        place.free();
        await chunks.return();
      }
    },
  };
}

async function readHead(
  chunks: AsyncGenerator<Buffer, void, undefined>,
): Promise<{ readonly chunks: readonly Buffer[]; readonly isWhole: boolean }> {
  const head: Buffer[] = [];
  for (let bytes = 0; bytes <= smallBytes; ) {
    const next = await chunks.next();
    if (next.done === true) return { chunks: head, isWhole: true };
    head.push(next.value);
    bytes += next.value.length;
  }
  return { chunks: head, isWhole: false };
}

async function* allOf(head: readonly Buffer[], rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield* head;
  for await (const chunk of rest) {
    yield chunk;
    // Pieces may come from memory. Other requests go on in between.
    await setImmediate();
  }
}

async function stream(response: Response, chunks: AsyncGenerator<Buffer>, stallMs: number): Promise<void> {
  const meter = { bytes: 0 };
  const stopWatching = cutOffStalled(response, meter, stallMs);
  try {
    await pipeline(Readable.from(metered(chunks, meter)), response);
  } finally {
    stopWatching();
  }
}

async function* metered(chunks: AsyncIterable<Buffer>, meter: { bytes: number }): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    meter.bytes += chunk.length;
    yield chunk;
  }
}

/** Closes the connection of a client that reads too slowly. @returns a function that ends the watch. */
function cutOffStalled(response: Response, meter: { readonly bytes: number }, stallMs: number): () => void {
  let before = 0;
  const timer = setInterval(() => {
    // Pieces that are not there yet are not the fault of the client.
    if (response.writableNeedDrain && meter.bytes - before < minBytesRead) response.destroy();
    before = meter.bytes;
  }, stallMs);
  timer.unref();
  return () => clearInterval(timer);
}
