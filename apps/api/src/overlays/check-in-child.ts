import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { constants } from 'node:os';
import path from 'node:path';
import { readDocumentLimits } from '@connectory/document';
import { type ChildExit, type Logger, type Settings, startLimitedChild } from '@connectory/runtime';
import { createSlots } from '../children/slots.ts';
import { ApiError } from '../http/api-error.ts';
import { isStorageFull, noSpaceForResponse } from '../http/storage-fault.ts';
import { maxOverlayBytes, overlayTooLarge } from './overlay-size.ts';
import type { OverlayCheck, OverlayTask } from './overlay-task.ts';

const childrenAtATime = 2;
const timeoutMs = 30_000;
const heapMb = 256;

/** The built file: a child runs without the loader that tests use for sources. The path is the same from `src` and from `dist`. */
const entry = new URL('../../dist/overlays/overlay-child.js', import.meta.url);

export interface CheckDependencies {
  readonly settings: Settings;
  readonly logger: Logger;
  /** Folder of temporary files. */
  readonly uploadFolder: string;
}

/**
 * Parses and checks an overlay, JSON or YAML, in a child process with limits of memory and time: it is as little trusted as a document.
 * @throws ApiError for an overlay that is too large.
 */
export type CheckOverlay = (text: string, signal: AbortSignal) => Promise<OverlayCheck>;

export function createCheckOverlay({ settings, logger, uploadFolder }: CheckDependencies): CheckOverlay {
  const slots = createSlots(childrenAtATime, tooManyChecks);
  const limits = { ...readDocumentLimits(settings), maxOutputBytes: 16 * maxOverlayBytes };
  return async (text, signal) => {
    if (Buffer.byteLength(text) > maxOverlayBytes) throw overlayTooLarge();
    await slots.acquire(signal);
    const file = path.join(uploadFolder, `overlay-${randomUUID()}`);
    try {
      await writeFile(file, text, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
        throw isStorageFull(error) ? noSpaceForResponse(error) : error;
      });
      const args = [JSON.stringify({ path: file, limits } satisfies OverlayTask)];
      const priority = constants.priority.PRIORITY_BELOW_NORMAL;
      const child = startLimitedChild({
        name: 'overlay child',
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
      if (exit.code !== 0) throw toError(exit);
      const check: OverlayCheck = JSON.parse(Buffer.concat(chunks ?? []).toString());
      if (check.ok && Buffer.byteLength(check.contentJson) > maxOverlayBytes) throw overlayTooLarge();
      return check;
    } finally {
      slots.release();
      await rm(file, { force: true });
    }
  };
}

function toError({ code, signal, death }: ChildExit): Error {
  if (death === 'timed-out' || death === 'out-of-memory') return overlayTooLarge();
  return new Error(`overlay child ended with code ${code}, signal ${signal}`);
}

function tooManyChecks(): ApiError {
  const headers = { 'Retry-After': '10' };
  return new ApiError('unavailable', 'Too many overlays are being checked at the moment. Try again later.', {
    headers,
  });
}
