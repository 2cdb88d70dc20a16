import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { constants } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { readDocumentLimits } from '@connectory/document';
import { type ChildExit, type Logger, type Settings, startLimitedChild } from '@connectory/runtime';
import { createSlots } from '../children/slots.ts';
import { ApiError } from '../http/api-error.ts';
import { isStorageFull, noSpaceForResponse } from '../http/storage-fault.ts';
import { excerptExitCodes, type ExcerptTask } from './excerpt-task.ts';

const childrenAtATime = 2;

/** The built file: a child runs without the loader that tests use for sources. The path is the same from `src` and from `dist`. */
const entry = new URL('../../dist/excerpts/excerpt-child.js', import.meta.url);

export interface ExcerptDependencies {
  readonly settings: Settings;
  readonly logger: Logger;
  /** Folder of temporary files. */
  readonly uploadFolder: string;
}

/**
 * Cuts an excerpt out of a document, in a child process with limits of memory and time: a large document would block all other requests.
 * @returns JSON text of a DocumentExcerpt. @throws ApiError if there is no such place, or the document is too large.
 */
export type CutExcerpt = (
  document: AsyncIterable<Buffer>,
  task: Omit<ExcerptTask, 'path' | 'limits'>,
  signal: AbortSignal,
) => Promise<string>;

export function createCutExcerpt({ settings, logger, uploadFolder }: ExcerptDependencies): CutExcerpt {
  const slots = createSlots(childrenAtATime, tooManyExcerpts);
  const limits = readDocumentLimits(settings);
  const heapMb = settings.DIFF_HEAP_MB;
  const timeoutMs = settings.DIFF_TIMEOUT_SECONDS * 1000;
  return async (document, task, signal) => {
    await slots.acquire(signal);
    const file = path.join(uploadFolder, `excerpt-${randomUUID()}`);
    try {
      await pipeline(document, createWriteStream(file, { flags: 'wx', mode: 0o600 })).catch((error: unknown) => {
        throw isStorageFull(error) ? noSpaceForResponse(error) : error;
      });
      const args = [JSON.stringify({ ...task, path: file, limits } satisfies ExcerptTask)];
      // It parses the document, so it has no environment and no database.
      // Reads of other clients come first.
      const priority = constants.priority.PRIORITY_BELOW_NORMAL;
      const child = startLimitedChild({
        name: 'excerpt child',
        entry,
        args,
        env: {},
        heapMb,
        priority,
        stdout: 'pipe',
        logger,
      });
      const removeLimits = child.limit({ timeoutMs, signal });
      const [chunks, exit] = await Promise.all([child.process.stdout?.toArray(), child.exited]);
      removeLimits();
      if (exit.code !== 0) throw toError(exit, task.place);
      return Buffer.concat(chunks ?? []).toString();
    } finally {
      slots.release();
      await rm(file, { force: true });
    }
  };
}

function toError({ code, signal, death }: ChildExit, place: string): Error {
  if (code === excerptExitCodes.noSuchPlace)
    return new ApiError('place_not_found', `The document has no place ${JSON.stringify(place)}.`);
  if (code === excerptExitCodes.unreadable)
    return new ApiError('place_not_found', 'The document has no places: it is no JSON or YAML that can be read.');
  if (death === 'timed-out' || death === 'out-of-memory')
    return new ApiError('document_too_large', 'The document is too large for excerpts.');
  return new Error(`excerpt child ended with code ${code}, signal ${signal}`);
}

function tooManyExcerpts(): ApiError {
  const headers = { 'Retry-After': '10' };
  return new ApiError('unavailable', 'Too many excerpts are being cut at the moment. Try again later.', { headers });
}
