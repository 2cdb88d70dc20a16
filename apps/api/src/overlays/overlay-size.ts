import { ApiError } from '../http/api-error.ts';

/** Bytes of one overlay document. */
export const maxOverlayBytes = 1024 * 1024;

export function overlayTooLarge(): ApiError {
  return new ApiError('body_too_large', `An overlay has at most ${maxOverlayBytes} bytes. Split it.`);
}
