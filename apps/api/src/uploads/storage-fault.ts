import { ApiError } from '../http/api-error.ts';

/** Retry-After while the disk is full. */
const retrySeconds = 60;

/** Disk full, quota exceeded, or file size limit of the process exceeded. */
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** Maps a write error of a full disk; undefined for any other error. */
export function storageFault(thrown: unknown): ApiError | undefined {
  if (!(thrown instanceof Error && 'code' in thrown && fullCodes.has(thrown.code))) return undefined;
  const message = 'The disk for uploads (CONNECTORY_TMP_DIR) is full. Nothing was stored.';
  return new ApiError('storage_full', message, { cause: thrown, headers: { 'Retry-After': String(retrySeconds) } });
}
