/** A part of a body. */
export type Piece = string | Buffer;

/** About the size of a chunk. */
const chunkBytes = 64 * 1024;

/** Joins small pieces and cuts large ones, so that each is one write of a moderate size. */
export async function* inChunks(pieces: AsyncIterable<Piece>): AsyncGenerator<Buffer, void, undefined> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    const buffer = typeof piece === 'string' ? Buffer.from(piece) : piece;
    for (let start = 0; start < buffer.length; start += chunkBytes) {
      const part = buffer.subarray(start, start + chunkBytes);
      waiting.push(part);
      bytes += part.length;
      if (bytes < chunkBytes) continue;
      yield Buffer.concat(waiting);
      waiting = [];
      bytes = 0;
    }
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
