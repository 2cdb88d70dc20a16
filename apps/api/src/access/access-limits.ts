import type { Settings } from '@connectory/runtime';
import type { Request, Response } from 'express';
import { ApiError } from '../http/api-error.ts';
import type { ApiMetrics } from '../metrics/api-metrics.ts';
import { addressBucket } from './client-address.ts';
import { createLookups } from './lookups.ts';
import type { Principal } from './principal.ts';
import { createOwnLimit, type RateLimit, type RateLimits, type RateVerdict } from './rate-limits.ts';
import { createRequestsInProgress } from './requests-in-progress.ts';

const windowSeconds = 60;

export interface AccessLimits {
  /** Counts a request among those of its token in progress, before the token is looked up. @throws ApiError 429 */
  beginToken(response: Response, token: string): void;
  /**
   * Counts it among those of its key, which may have several tokens: sessions; and among those of its organisation, which may have any
   * number of keys and of subjects of an issuer. @throws ApiError 429
   */
  beginCaller(response: Response, principal: Principal): void;
  /** Runs the lookup of a token when those before it, of the same address, have ended. @throws ApiError 429 when too many wait */
  inTurn<Value>(request: Request, lookup: () => Promise<Value>): Promise<Value>;
  /** Counts a request of a caller. @throws ApiError 429 */
  takeRequest(request: Request, response: Response, principal: Principal): Promise<void>;
  /** Counts a failed authentication. A valid key is never counted or refused here. @throws ApiError 429 */
  takeFailure(request: Request): Promise<void>;
  /** Counts a request without a key. Each process counts on its own, so that such requests cause no queries. @throws ApiError 429 */
  takeAnonymous(request: Request, response: Response): Promise<void>;
}

/** Limits requests per caller. Limits failed authentications, and requests without a key, per client address. */
export function createAccessLimits(limits: RateLimits, settings: Settings, metrics: ApiMetrics): AccessLimits {
  const limit = (name: string, perMinute: number): RateLimit | undefined =>
    perMinute === 0 ? undefined : limits.limit({ name, limit: perMinute, windowSeconds });
  const reads = limit('reads', settings.RATE_LIMIT_READS_PER_MINUTE);
  const writes = limit('writes', settings.RATE_LIMIT_WRITES_PER_MINUTE);
  const failures = limit('failures', settings.RATE_LIMIT_FAILURES_PER_MINUTE);
  const perMinute = settings.RATE_LIMIT_ANONYMOUS_PER_MINUTE;
  const anonymous =
    perMinute === 0 ? undefined : createOwnLimit({ name: 'anonymous', limit: perMinute, windowSeconds });
  const inProgress = createRequestsInProgress(settings, metrics);
  const lookups = createLookups(Math.ceil(settings.DATABASE_POOL_SIZE / 2), metrics);
  return {
    beginToken: (response, token) => inProgress.begin(response, 'token', token),
    beginCaller: (response, { id, organisationId }) => {
      inProgress.begin(response, 'key', id);
      if (organisationId !== null) inProgress.begin(response, 'organisation', organisationId);
    },
    inTurn: (request, lookup) => lookups.run(addressBucket(request.ip), lookup),
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
    takeAnonymous: async (request, response) => {
      inProgress.begin(response, 'address', addressBucket(request.ip));
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
