import { type Database, withAnyScope } from '@connectory/database';
import { connectRedis } from '@connectory/queue';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterStoreAbstract,
} from 'rate-limiter-flexible';

/** A quota of requests per window. A window begins with its first request. */
export interface RateBudget {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Seconds until the window ends, rounded up. */
  readonly resetSeconds: number;
}

/** One budget, counted per key. */
export interface RateLimit {
  readonly budget: RateBudget;
  /** Counts one request of a key. Never fails: see `createRateLimits`. */
  take(key: string): Promise<RateVerdict>;
}

export interface RateLimits {
  limit(budget: RateBudget): RateLimit;
  close(): Promise<void>;
}

export interface RateLimitOptions {
  /** Counts requests in the table `rate_limits`, unless there is a Redis. */
  readonly database: Database;
  readonly redisUrl?: string | undefined;
  /** Separates installations that share one Redis. */
  readonly prefix: string;
  /** Called when the store is unreachable, at most every 30 s. */
  readonly onError: (error: Error) => void;
}

/** Minimum interval between reports of an unreachable store. */
const reportIntervalMs = 30_000;

/**
 * Counts requests of all processes together, in Redis or PostgreSQL. While the store is unreachable, each process counts on its own,
 * because a limit that protects the service must not make it unavailable.
 */
export function createRateLimits(options: RateLimitOptions): RateLimits {
  const redis = options.redisUrl === undefined ? undefined : connectRedis(options.redisUrl, () => undefined);
  let reportedAt = Number.NEGATIVE_INFINITY;
  const report = (error: unknown): void => {
    if (performance.now() - reportedAt < reportIntervalMs) return;
    reportedAt = performance.now();
    options.onError(new Error('rate limit store unreachable; each process counts on its own', { cause: error }));
  };
  return {
    limit: (budget) => {
      const counting = {
        keyPrefix: `${options.prefix}-${budget.name}`,
        points: budget.limit,
        duration: budget.windowSeconds,
        // A key over its limit causes no queries until the window ends.
        inMemoryBlockOnConsumed: budget.limit,
      };
      const store =
        redis === undefined
          ? new RateLimiterPostgres({
              ...counting,
              storeClient: options.database.pool,
              storeType: 'pool',
              tableName: 'rate_limits',
              tableCreated: true,
            })
          : new RateLimiterRedis({ ...counting, storeClient: redis, rejectIfRedisNotReady: true });
      return createLimit(budget, store, report);
    },
    close: async () => redis?.disconnect(),
  };
}

function createLimit(budget: RateBudget, store: RateLimiterStoreAbstract, report: (error: unknown) => void): RateLimit {
  const own = createOwnLimit(budget);
  return {
    budget,
    take: async (key) => {
      try {
        return await takeFrom(store, key);
      } catch (error) {
        report(error);
        return own.take(key);
      }
    },
  };
}

/** Counts in the memory of this process. The memory is bounded by the number of keys. */
export function createOwnLimit(budget: RateBudget): RateLimit {
  const limiter = new RateLimiterMemory({ points: budget.limit, duration: budget.windowSeconds });
  return { budget, take: (key) => takeFrom(limiter, key) };
}

async function takeFrom(limiter: RateLimiterStoreAbstract | RateLimiterMemory, key: string): Promise<RateVerdict> {
  try {
    return toVerdict(await withAnyScope(() => limiter.consume(key)), true);
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return toVerdict(refusal, false);
  }
}

function toVerdict(counted: RateLimiterRes, allowed: boolean): RateVerdict {
  // At least one second: with 0 a client would retry at once.
  const resetSeconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
  return { allowed, remaining: counted.remainingPoints, resetSeconds };
}
