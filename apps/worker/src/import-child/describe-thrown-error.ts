import { errorCodeOf } from '@connectory/database';
import type { ThrownError } from '../imports/import-messages.ts';
import { ImportDefectError } from './import-defect-error.ts';

/** Turns a thrown value into data for the parent: errors lose their class on the way. */
export function describeThrownError(error: unknown): ThrownError {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const code = errorCodeOf(error);
  return {
    deterministic: error instanceof ImportDefectError,
    name,
    message,
    ...(code === undefined ? {} : { code }),
    ...(stack === undefined ? {} : { stack }),
  };
}
