import { createPostgresBackend, runMigrations } from 'bullmq';
import { Redis } from 'ioredis';
import { Client } from 'pg';

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

// A producer must fail at once while Redis is away, so that its caller can say so; a consumer waits until it is back.
const producerOptions = { enableOfflineQueue: false, maxRetriesPerRequest: 1 };
const consumerOptions = { maxRetriesPerRequest: null };

/** What BullMQ's classes take, and what is to be closed after them. */
export function connectBackend(options: QueueOptions, role: 'producer' | 'consumer') {
  if (options.redisUrl === undefined) {
    const connection = { connectionString: options.databaseUrl, schema: postgresSchema, max: postgresConnections };
    return { connection, factory: createPostgresBackend, close: async () => undefined };
  }
  const redis = new Redis(options.redisUrl, role === 'producer' ? producerOptions : consumerOptions);
  redis.on('error', options.onError);
  return { connection: redis, factory: undefined, close: async () => redis.disconnect() };
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
