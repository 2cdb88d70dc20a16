import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { readDocumentLimits } from '@connectory/document';
import type { Logger, Settings } from '@connectory/runtime';
import { childExitCodes } from '../children/child-exit-codes.ts';
import { createReadingChildren, type ReadingEnd } from '../children/reading-children.ts';
import { timeLimitExceeded } from '../children/time-limit-exceeded.ts';
import { ApiError } from '../http/api-error.ts';
import { excerptCodes, type ExcerptTask } from './excerpt-task.ts';

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
  const limits = readDocumentLimits(settings);
  const timeoutMs = settings.DIFF_TIMEOUT_SECONDS * 1000;
  const children = createReadingChildren({
    name: 'excerpt child',
    entry,
    size: childrenAtATime,
    heapMb: settings.DIFF_HEAP_MB,
    timeoutMs,
    logger,
    folder: uploadFolder,
    tooMany: tooManyExcerpts,
  });
  return (document, task, signal) =>
    children.read({
      signal,
      writeFile: (file) => pipeline(document, createWriteStream(file, { flags: 'wx', mode: 0o600 })),
      taskOf: (file) => ({ ...task, path: file, limits }) satisfies ExcerptTask,
      toError: (end) => toError(end, task.place, timeoutMs),
    });
}

function toError({ code, death }: ReadingEnd, place: string, timeoutMs: number): ApiError | undefined {
  if (code === excerptCodes.noSuchPlace)
    return new ApiError('place_not_found', `The document has no place ${JSON.stringify(place)}.`);
  if (code === excerptCodes.unreadable)
    return new ApiError('place_not_found', 'The document has no places: it is no JSON or YAML that can be read.');
  if (death === 'timed-out') return timeLimitExceeded('The excerpt', timeoutMs);
  if (death === 'out-of-memory' || code === childExitCodes.tooLarge)
    return new ApiError('document_too_large', 'The document is too large for excerpts.');
  return undefined;
}

function tooManyExcerpts(): ApiError {
  const headers = { 'Retry-After': '10' };
  return new ApiError('unavailable', 'Too many excerpts are being cut at the moment. Try again later.', { headers });
}
