import { createPostgresBackend, runMigrations } from 'bullmq';
import { Redis } from 'ioredis';
import { Client, type ClientConfig } from 'pg';

/** Where jobs wait: Redis when there is a URL of one, else the same PostgreSQL as everything else. */
export interface QueueOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  /** Tells apart installations that share one Redis or PostgreSQL; part of the queue's name. */
  readonly prefix: string;
  /** Told of lost connections, which heal by themselves. */
  readonly onError: (error: Error) => void;
}

const postgresSchema = 'bullmq';

/** Connections that one queue or worker holds at most on the PostgreSQL backend. */
const postgresConnections = 4;

const connectTimeoutMs = 5_000;

/** How long a statement of the queue may take on PostgreSQL: all of them are small. */
const statementTimeoutMs = 10_000;

/**
 * A client whose server may say its last word at any time: BullMQ listens to a connection that it took from its pool a moment too late, or
 * not at all while it looks at the schema, and unheard an error ends the process. Whatever is asked of the connection after it fails.
 */
class HeardClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    this.on('error', () => undefined);
  }
}

/** Soon again, for as long as it takes. */
const retryStrategy = (times: number): number => Math.min(times * 100, 1_000);

/**
 * Redis does not wait for the disk either: a crash of PostgreSQL may take back the last moments of the queue, never of the imports, and
 * the sweeper adds the jobs that are missing.
 */
const withoutWaitingForDisk = '-c synchronous_commit=off';

// A producer must fail at once while Redis is away, so that its caller can say so; a consumer waits until it is back. A server that hangs
// is left and connected to anew. A consumer that waits for a job hears nothing for up to 10 s, and that is well.
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

/** What BullMQ's classes take, and what is to be closed after them. */
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

/** Creates or upgrades the queue's own tables; nothing to do on Redis. Runs beside Prisma's migrations, in a schema of its own. */
export async function migrateQueue(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runMigrations(client, postgresSchema);
  } finally {
    await client.end();
  }
}
