import { writeFile } from 'node:fs/promises';
import { readDocumentLimits } from '@connectory/document';
import type { ChildExit, Logger, Settings } from '@connectory/runtime';
import { childExitCodes } from '../children/child-exit-codes.ts';
import { readInChild } from '../children/read-in-child.ts';
import { timeLimitExceeded } from '../children/time-limit-exceeded.ts';
import { createSlots } from '../children/slots.ts';
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
  const slots = createSlots(childrenAtATime, tooManyChecks);
  const limits = { ...readDocumentLimits(settings), maxOutputBytes: 16 * maxOverlayBytes };
  const child = { name: 'overlay child', entry, heapMb, timeoutMs, slots, logger, folder: uploadFolder };
  return async (text, signal) => {
    if (Buffer.byteLength(text) > maxOverlayBytes) throw overlayTooLarge();
    const output = await readInChild(child, {
      signal,
      writeFile: (file) => writeFile(file, text, { flag: 'wx', mode: 0o600 }),
      argumentOf: (file) => ({ path: file, limits, maxBytes: maxOverlayBytes }) satisfies OverlayTask,
      toError: (exit) => toError(exit, timeoutMs),
    });
    return readCheck(output);
  };
}

function toError({ code, death }: ChildExit, timeoutMs: number): ApiError | undefined {
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
