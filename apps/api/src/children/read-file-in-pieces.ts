import { createReadStream } from 'node:fs';

/** Reads a file in chunks, as fast as its reader takes them. */
export async function* readFileInPieces(file: string): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of createReadStream(file, { highWaterMark: 128 * 1024 })) yield parseChunk(chunk);
}

/** A stream without an encoding gives buffers. */
function parseChunk(chunk: unknown): Buffer {
  return chunk as Buffer;
}
