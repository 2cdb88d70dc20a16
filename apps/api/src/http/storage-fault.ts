import { ApiError } from './api-error.ts';

/** Retry-After while the disk is full. */
const headers = { 'Retry-After': '60' };

/** Disk full, quota exceeded, or file size limit of the process exceeded. */
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

export function isStorageFull(thrown: unknown): thrown is Error {
  return thrown instanceof Error && 'code' in thrown && fullCodes.has(thrown.code);
}

/** Maps a write error of a full disk while an upload arrives; undefined for any other error. */
export function storageFault(thrown: unknown): ApiError | undefined {
  if (!isStorageFull(thrown)) return undefined;
  const message = 'The disk for uploads (CONNECTORY_TMP_DIR) is full. Nothing was stored.';
  return new ApiError('storage_full', message, { cause: thrown, headers });
}

/** The error of a response that is written to a file first, while the disk is full. */
export function noSpaceForResponse(cause?: unknown): ApiError {
  const message = 'The disk for large responses (CONNECTORY_TMP_DIR) is full.';
  return new ApiError('unavailable', message, { cause, headers });
}
