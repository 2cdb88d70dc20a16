import { writeFile } from 'node:fs/promises';
import { readDocumentLimits } from '@connectory/document';
import type { Logger, Settings } from '@connectory/runtime';
import { childExitCodes } from '../children/child-exit-codes.ts';
import { createReadingChildren, type ReadingEnd } from '../children/reading-children.ts';
import { timeLimitExceeded } from '../children/time-limit-exceeded.ts';
import { ApiError } from '../http/api-error.ts';
import { maxOverlayBytes, overlayTooLarge } from './overlay-size.ts';
import { type OverlayCheck, type OverlayTask, readCheck } from './overlay-task.ts';

const childrenAtATime = 2;
const defaultTimeoutMs = 30_000;
const heapMb = 256;

/** The built file: a child runs without the loader that tests use for sources. The path is the same from `src` and from `dist`. */
const entry = new URL('../../dist/overlays/overlay-child.js', import.meta.url);

export interface CheckDependencies {
  readonly settings: Settings;
  readonly logger: Logger;
  /** Folder of temporary files. */
  readonly uploadFolder: string;
  /** Time limit of one check. */
  readonly timeoutMs?: number;
}

/**
 * Parses and checks an overlay, JSON or YAML, in a child process with limits of memory and time: it is as little trusted as a document.
 * @throws ApiError for an overlay that is too large.
 */
export type CheckOverlay = (text: string, signal: AbortSignal) => Promise<OverlayCheck>;

export function createCheckOverlay(dependencies: CheckDependencies): CheckOverlay {
  const { settings, logger, uploadFolder, timeoutMs = defaultTimeoutMs } = dependencies;
  const limits = { ...readDocumentLimits(settings), maxOutputBytes: 16 * maxOverlayBytes };
  const children = createReadingChildren({
    name: 'overlay child',
    entry,
    size: childrenAtATime,
    heapMb,
    timeoutMs,
    logger,
    folder: uploadFolder,
    tooMany: tooManyChecks,
  });
  return async (text, signal) => {
    if (Buffer.byteLength(text) > maxOverlayBytes) throw overlayTooLarge();
    const output = await children.read({
      signal,
      writeFile: (file) => writeFile(file, text, { flag: 'wx', mode: 0o600 }),
      taskOf: (file) => ({ path: file, limits, maxBytes: maxOverlayBytes }) satisfies OverlayTask,
      toError: (end) => toError(end, timeoutMs),
    });
    return readCheck(output);
  };
}

function toError({ code, death }: ReadingEnd, timeoutMs: number): ApiError | undefined {
  if (death === 'timed-out') return timeLimitExceeded('The check of the overlay', timeoutMs);
  // What aliases expand to counts.
  return death === 'out-of-memory' || code === childExitCodes.tooLarge ? overlayTooLarge() : undefined;
}

function tooManyChecks(): ApiError {
  const headers = { 'Retry-After': '10' };
  return new ApiError('unavailable', 'Too many overlays are being checked at the moment. Try again later.', {
    headers,
  });
}
