import { Redis } from 'ioredis';

/** Time limit of one command, so that it does not delay the HTTP request that it belongs to. */
const commandTimeoutMs = 1_000;

/** A connection for short commands beside the queue. It fails at once while Redis is unavailable, and reconnects by itself. */
export function connectRedis(url: string, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
  });
  redis.on('error', onError);
  return redis;
}
