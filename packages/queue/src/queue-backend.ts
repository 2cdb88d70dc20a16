import { createPostgresBackend, runMigrations } from 'bullmq';
import { Redis } from 'ioredis';
import { Client, type ClientConfig } from 'pg';

/** The backend of the queue: Redis if it has a URL, else the PostgreSQL database. */
export interface QueueOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  /** Namespace of the installation in a shared Redis or PostgreSQL; part of the queue's name. */
  readonly prefix: string;
  /** Called for lost connections, which are reconnected automatically. */
  readonly onError: (error: Error) => void;
}

const postgresSchema = 'bullmq';

/** Maximum connections of one queue or worker on the PostgreSQL backend. */
const postgresConnections = 4;

const connectTimeoutMs = 5_000;

/** Time limit of one statement of the queue on PostgreSQL: all are small. */
const statementTimeoutMs = 10_000;

/**
 * A client that always has an error listener. BullMQ attaches its own too late, or not at all while it checks the schema, and an error
 * without a listener ends the process. Later queries on the connection still fail.
 */
class HeardClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Reconnects with capped backoff, without giving up. */
const retryStrategy = (times: number): number => Math.min(times * 100, 1_000);

/**
 * Commits of the queue do not wait for the disk, as in Redis. A crash of PostgreSQL may lose the last jobs, but no imports, and the
 * sweeper adds missing jobs again.
 */
const withoutWaitingForDisk = '-c synchronous_commit=off';

// While Redis is unavailable, a producer fails at once, so that its caller can respond, and a consumer waits. The connection to a server
// that hangs is replaced. The limit is above 10 s, because a consumer that waits for a job receives nothing for that long.
const producerOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 1,
  connectTimeout: connectTimeoutMs,
  socketTimeout: 5_000,
  retryStrategy,
};
const consumerOptions = {
  maxRetriesPerRequest: null,
  connectTimeout: connectTimeoutMs,
  socketTimeout: 20_000,
  retryStrategy,
};

/** The options for BullMQ's classes, and the connections to close after them. */
export function connectBackend(options: QueueOptions, role: 'producer' | 'consumer') {
  if (options.redisUrl === undefined) {
    const connection = {
      connectionString: options.databaseUrl,
      schema: postgresSchema,
      max: postgresConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: statementTimeoutMs,
      keepAlive: true,
      options: withoutWaitingForDisk,
      Client: HeardClient,
    };
    return { connection, factory: createPostgresBackend, close: () => undefined };
  }
  const redis = new Redis(options.redisUrl, role === 'producer' ? producerOptions : consumerOptions);
  redis.on('error', options.onError);
  return { connection: redis, factory: undefined, close: () => redis.disconnect() };
}

/** Creates or upgrades the queue's tables, which are in a separate schema beside Prisma's. Does nothing on Redis. */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runMigrations(client, postgresSchema);
  } finally {
    await client.end();
  }
}
