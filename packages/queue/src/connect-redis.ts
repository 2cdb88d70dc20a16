import { Redis } from 'ioredis';

/** How long an answer may take: what is asked on the way of a request must not hold it. */
const commandTimeoutMs = 1_000;

/** A connection for quick questions beside the queue: fails at once while Redis is away, and comes back by itself. */
export function connectRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
  });
  redis.on('error', onError);
  return redis;
}
