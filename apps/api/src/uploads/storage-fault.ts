import { ApiError } from '../http/api-error.ts';

/** Seconds after which a client may try again while there is no space. */
const retrySeconds = 60;

/** No space left, a quota used up, or a file larger than this process may write. */
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The error for an upload that there is no space for; undefined for any other error. */
export function storageFault(thrown: unknown): ApiError | undefined {
  if (!(thrown instanceof Error && 'code' in thrown && fullCodes.has(thrown.code))) return undefined;
  const message =
    'There is no space left for the document where uploads wait (CONNECTORY_TMP_DIR). Nothing was stored.';
  return new ApiError('storage_full', message, { cause: thrown, headers: { 'Retry-After': String(retrySeconds) } });
}
