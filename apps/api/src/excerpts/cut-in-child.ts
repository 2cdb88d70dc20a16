import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { readDocumentLimits } from '@connectory/document';
import type { ChildExit, Logger, Settings } from '@connectory/runtime';
import { readInChild } from '../children/read-in-child.ts';
import { createSlots } from '../children/slots.ts';
import { timeLimitExceeded } from '../children/time-limit-exceeded.ts';
import { ApiError } from '../http/api-error.ts';
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
  const child = { name: 'excerpt child', entry, heapMb, timeoutMs, slots, logger, folder: uploadFolder };
  return (document, task, signal) =>
    readInChild(child, {
      signal,
      writeFile: (file) => pipeline(document, createWriteStream(file, { flags: 'wx', mode: 0o600 })),
      argumentOf: (file) => ({ ...task, path: file, limits }) satisfies ExcerptTask,
      toError: (exit) => toError(exit, task.place, timeoutMs),
    });
}

function toError({ code, death }: ChildExit, place: string, timeoutMs: number): ApiError | undefined {
  if (code === excerptExitCodes.noSuchPlace)
    return new ApiError('place_not_found', `The document has no place ${JSON.stringify(place)}.`);
  if (code === excerptExitCodes.unreadable)
    return new ApiError('place_not_found', 'The document has no places: it is no JSON or YAML that can be read.');
  if (death === 'timed-out') return timeLimitExceeded('The excerpt', timeoutMs);
  if (death === 'out-of-memory') return new ApiError('document_too_large', 'The document is too large for excerpts.');
  return undefined;
}

function tooManyExcerpts(): ApiError {
  const headers = { 'Retry-After': '10' };
  return new ApiError('unavailable', 'Too many excerpts are being cut at the moment. Try again later.', { headers });
}
