import type { Settings } from '@connectory/runtime';
import type { Request, Response } from 'express';
import { ApiError } from '../http/api-error.ts';
import { clientAddress } from './client-address.ts';
import type { Principal } from './principal.ts';
import type { RateLimit, RateLimits } from './rate-limits.ts';

const windowSeconds = 60;

export interface AccessLimits {
  /** Counts a request of a caller. @throws ApiError 429 */
  takeRequest(request: Request, response: Response, principal: Principal): Promise<void>;
  /** Counts a failed authentication. @throws ApiError 429 */
  takeFailure(request: Request): Promise<void>;
  /** Rejects an address that this process knows to be over its limit, without a query. @throws ApiError 429 */
  refuseBlocked(request: Request): void;
}

/** Limits requests per caller, and failed authentications per client address. */
export function createAccessLimits(limits: RateLimits, settings: Settings): AccessLimits {
  const limit = (name: string, perMinute: number): RateLimit | undefined =>
    perMinute === 0 ? undefined : limits.limit({ name, limit: perMinute, windowSeconds });
  const reads = limit('reads', settings.RATE_LIMIT_READS_PER_MINUTE);
  const writes = limit('writes', settings.RATE_LIMIT_WRITES_PER_MINUTE);
  const failures = limit('failures', settings.RATE_LIMIT_FAILURES_PER_MINUTE);
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
      const verdict = await failures?.take(clientAddress(request.ip));
      if (verdict?.allowed === false) throw tooManyFailures(verdict.resetSeconds);
    },
    refuseBlocked: (request) => {
      const seconds = failures?.blockedSeconds(clientAddress(request.ip)) ?? 0;
      if (seconds > 0) throw tooManyFailures(seconds);
    },
  };
}

function tooManyFailures(seconds: number): ApiError {
  return rateLimited('This address sent too many requests with an invalid key or token.', seconds);
}

function rateLimited(message: string, retrySeconds: number): ApiError {
  return new ApiError('rate_limited', message, { headers: { 'Retry-After': String(retrySeconds) } });
}
