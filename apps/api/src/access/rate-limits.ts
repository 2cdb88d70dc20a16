import type { Database } from '@connectory/database';
import { connectRedis } from '@connectory/queue';
import {
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterStoreAbstract,
} from 'rate-limiter-flexible';

/** So many requests in each window, which begins with the first of them. */
export interface RateBudget {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

export interface RateVerdict {
  readonly allowed: boolean;
  readonly remaining: number;
  /** Until the window ends, rounded up. */
  readonly resetSeconds: number;
}

/** One budget, counted for each key by itself. */
export interface RateLimit {
  readonly budget: RateBudget;
  /** Counts one request of a key. Never fails: see `createRateLimits`. */
  take(key: string): Promise<RateVerdict>;
  /** Seconds for which a key is refused, as far as this process knows without asking anyone; 0 for none. */
  blockedSeconds(key: string): number;
}

export interface RateLimits {
  limit(budget: RateBudget): RateLimit;
  close(): Promise<void>;
}

export interface RateLimitOptions {
  /** Where requests are counted unless there is a Redis: in the table `rate_limits`. */
  readonly database: Database;
  readonly redisUrl?: string | undefined;
  /** Tells apart installations that share one Redis. */
  readonly prefix: string;
  /** Told now and then that the store cannot be reached. */
  readonly onError: (error: Error) => void;
}

/** While the store is away it is said at most this often. */
const complaintIntervalMs = 30_000;

/**
 * Counts requests for all processes together, in Redis or PostgreSQL. While that store cannot be reached every process counts for itself:
 * a limit is there to protect the service, and may not be what takes it down.
 */
export function createRateLimits(options: RateLimitOptions): RateLimits {
  const redis = options.redisUrl === undefined ? undefined : connectRedis(options.redisUrl, () => undefined);
  let complainedAt = Number.NEGATIVE_INFINITY;
  const complain = (error: unknown): void => {
    if (performance.now() - complainedAt < complaintIntervalMs) return;
    complainedAt = performance.now();
    options.onError(new Error('rate limits are counted by each process for itself', { cause: error }));
  };
  return {
    limit: (budget) => {
      const counting = {
        keyPrefix: `${options.prefix}-${budget.name}`,
        points: budget.limit,
        duration: budget.windowSeconds,
        // A key that is over its limit costs the store nothing until the window ends.
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
      return createLimit(budget, store, complain);
    },
    close: async () => redis?.disconnect(),
  };
}

function createLimit(
  budget: RateBudget,
  store: RateLimiterStoreAbstract,
  complain: (error: unknown) => void,
): RateLimit {
  const own = new RateLimiterMemory({ points: budget.limit, duration: budget.windowSeconds });
  const refused = createRefusedKeys();
  const takeFrom = async (limiter: RateLimiterStoreAbstract | RateLimiterMemory, key: string): Promise<RateVerdict> => {
    try {
      return toVerdict(await limiter.consume(key), true);
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      refused.add(key, refusal.msBeforeNext);
      return toVerdict(refusal, false);
    }
  };
  return {
    budget,
    take: async (key) => {
      try {
        return await takeFrom(store, key);
      } catch (error) {
        complain(error);
        return takeFrom(own, key);
      }
    },
    blockedSeconds: (key) => Math.ceil(refused.msLeft(key) / 1000),
  };
}

/** Keys remembered at most: whoever sends from ever new addresses may not fill the memory. */
const maxRefusedKeys = 10_000;

function createRefusedKeys() {
  const until = new Map<string, number>();
  return {
    add: (key: string, ms: number): void => {
      if (until.size >= maxRefusedKeys) until.clear();
      until.set(key, performance.now() + ms);
    },
    msLeft: (key: string): number => {
      const left = (until.get(key) ?? 0) - performance.now();
      if (left <= 0) until.delete(key);
      return Math.max(left, 0);
    },
  };
}

function toVerdict(counted: RateLimiterRes, allowed: boolean): RateVerdict {
  // At least a second: whoever is told 0 asks again at once.
  const resetSeconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
  return { allowed, remaining: counted.remainingPoints, resetSeconds };
}
