import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createTurns, type StoredText, wholeTextBytes } from '@connectory/database';
import { readFileInPieces } from '../children/read-file-in-pieces.ts';
import { isStorageFull, noSpaceForResponse } from '../http/storage-fault.ts';

/** Texts that are written to files at a time. Each holds a connection of the database meanwhile. */
const writersAtATime = 2;

/**
 * Returns a function that reads texts. A text that is not in memory is written to a temporary file, and read from there.
 * @throws ApiError when the disk is full.
 */
export function createSpool(folder: string): (text: StoredText) => AsyncGenerator<Buffer, void, undefined> {
  const inTurn = createTurns(writersAtATime);
  return async function* (text) {
    if (text.bytes <= wholeTextBytes) {
      yield* text.pieces();
      return;
    }
    const file = path.join(folder, `response-${randomUUID()}`);
    try {
      await inTurn(() => pipeline(text.pieces(), createWriteStream(file, { flags: 'wx', mode: 0o600 }))).catch(
        (error: unknown) => {
          throw isStorageFull(error) ? noSpaceForResponse(error) : error;
        },
      );
      yield* readFileInPieces(file);
    } finally {
      await rm(file, { force: true });
    }
  };
}
