import { ApiError } from '../http/api-error.ts';

const headers = { 'Retry-After': '10' };

/** The error of a child that has not ended in time: because of its input, or because the machine is busy. */
export function timeLimitExceeded(work: string, timeoutMs: number): ApiError {
  return new ApiError('time_limit_exceeded', `${work} has not ended within ${timeoutMs / 1000} seconds.`, { headers });
}
