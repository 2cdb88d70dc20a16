import type { Settings } from '@connectory/runtime';
import type { Request, Response } from 'express';
import { ApiError } from '../http/api-error.ts';
import { addressBucket } from './client-address.ts';
import type { Principal } from './principal.ts';
import { createOwnLimit, type RateLimit, type RateLimits, type RateVerdict } from './rate-limits.ts';

const windowSeconds = 60;

export interface AccessLimits {
  /** Counts a request of a caller. @throws ApiError 429 */
  takeRequest(request: Request, response: Response, principal: Principal): Promise<void>;
  /** Counts a failed authentication. A valid key is never counted or refused here. @throws ApiError 429 */
  takeFailure(request: Request): Promise<void>;
  /** Counts a request without a key. Each process counts on its own, so that such requests cause no queries. @throws ApiError 429 */
  takeAnonymous(request: Request): Promise<void>;
}

/** Limits requests per caller. Limits failed authentications, and requests without a key, per client address. */
export function createAccessLimits(limits: RateLimits, settings: Settings): AccessLimits {
  const limit = (name: string, perMinute: number): RateLimit | undefined =>
    perMinute === 0 ? undefined : limits.limit({ name, limit: perMinute, windowSeconds });
  const reads = limit('reads', settings.RATE_LIMIT_READS_PER_MINUTE);
  const writes = limit('writes', settings.RATE_LIMIT_WRITES_PER_MINUTE);
  const failures = limit('failures', settings.RATE_LIMIT_FAILURES_PER_MINUTE);
  const perMinute = settings.RATE_LIMIT_ANONYMOUS_PER_MINUTE;
  const anonymous =
    perMinute === 0 ? undefined : createOwnLimit({ name: 'anonymous', limit: perMinute, windowSeconds });
  return {
    takeRequest: async (request, response, principal) => {
      const budget = request.method === 'GET' || request.method === 'HEAD' ? reads : writes;
      if (budget === undefined) return;
      const { name, limit: quota } = budget.budget;
      const verdict = await budget.take(principal.id);
      // draft-ietf-httpapi-ratelimit-headers-10: the policy and the remaining quota.
      response.set('RateLimit-Policy', `"${name}";q=${quota};w=${windowSeconds}`);
      response.set('RateLimit', `"${name}";r=${verdict.remaining};t=${verdict.resetSeconds}`);
      if (!verdict.allowed)
        throw rateLimited(`This key made more than ${quota} ${name} in a minute.`, verdict.resetSeconds);
    },
    takeFailure: async (request) => {
      const verdict = await failures?.take(addressBucket(request.ip));
      refuseIfOver(verdict, 'This address sent too many requests with an invalid key or token.');
    },
    takeAnonymous: async (request) => {
      const verdict = await anonymous?.take(addressBucket(request.ip));
      refuseIfOver(verdict, 'This address sent too many requests without a key.');
    },
  };
}

function refuseIfOver(verdict: RateVerdict | undefined, message: string): void {
  if (verdict?.allowed === false) throw rateLimited(message, verdict.resetSeconds);
}

function rateLimited(message: string, retrySeconds: number): ApiError {
  return new ApiError('rate_limited', message, { headers: { 'Retry-After': String(retrySeconds) } });
}
