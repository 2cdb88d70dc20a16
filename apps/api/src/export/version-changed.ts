import { ApiError } from '../http/api-error.ts';

/** A draft was changed or deleted while it was read, before anything was sent. */
export class ExportInterruptedError extends ApiError {
  constructor() {
    super('unavailable', 'The version was changed while it was exported. Try again.', {
      headers: { 'Retry-After': '1' },
    });
  }
}

/** Reads of a draft that changes again and again. */
const maxAttempts = 3;

/**
 * Runs an export again when the version was changed meanwhile. A version that was deleted then gives its own error.
 * @throws ExportInterruptedError after the last attempt.
 */
export async function untilUnchanged(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof ExportInterruptedError) || attempt === maxAttempts) throw error;
    }
  }
}
