import { createPostgresBackend, type PostgresConnectionOptions, runMigrations } from 'bullmq';
import { Redis } from 'ioredis';
import { Client, escapeIdentifier, Pool } from 'pg';
import { answerWithin } from './answer-within.ts';
import { QueueClient } from './queue-client.ts';

/** The backend of the queue: Redis if it has a URL, else the PostgreSQL database. */
export interface QueueOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  /** Namespace of the installation in a shared Redis or PostgreSQL; part of the queue's name. */
  readonly prefix: string;
  /** Names its connections in `pg_stat_activity` and in the client list of Redis. Default: `connectory queue`. */
  readonly applicationName?: string;
  /** Called for lost connections, which are reconnected automatically. */
  readonly onError: (error: Error) => void;
}

/** The only schema that BullMQ accepts together with a pool of ours. */
const postgresSchema = 'bullmq';

/** Maximum connections of one queue or worker on the PostgreSQL backend: four for statements, one that listens. */
const postgresConnections = 5;

const connectTimeoutMs = 5_000;

/** Time limit of one statement of the queue on PostgreSQL: all are small. */
const statementTimeoutMs = 10_000;

/** Time limit for closing the connections. A server that hangs does not close them. */
const closeTimeoutMs = 2_000;

/** Reconnects with capped backoff, without giving up. */
const retryStrategy = (times: number): number => Math.min(times * 100, 1_000);

/**
 * Commits of the queue do not wait for the disk, as in Redis. A crash of PostgreSQL may lose the last jobs, but no imports, and the
 * sweeper adds missing jobs again. Not startup parameters `options`, which PgBouncer refuses.
 */
const sessionSettings = `set synchronous_commit = off; set search_path = ${postgresSchema}`;

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
  const { applicationName = 'connectory queue' } = options;
  if (options.redisUrl === undefined) {
    // Given a pool, BullMQ takes the connection that listens from it, too, and so each connection is a `QueueClient`.
    const pool = new Pool({
      connectionString: options.databaseUrl,
      application_name: applicationName,
      max: postgresConnections,
      connectionTimeoutMillis: connectTimeoutMs,
      query_timeout: statementTimeoutMs,
      keepAlive: true,
      verify: (client, done) => client.query(sessionSettings, (error) => done(error ?? undefined)),
      Client: QueueClient,
    });
    // BullMQ accepts any pool of `pg`, but types the rows of one more loosely than `pg` does.
    const connection = pool as unknown as PostgresConnectionOptions;
    // Ending a pool twice fails.
    const close = async () => pool.ending || answerWithin(closeTimeoutMs, pool.end());
    return {
      connection,
      factory: createPostgresBackend,
      redis: undefined,
      isAway: () => false,
      lastError: () => undefined,
      close,
    };
  }
  const redis = new Redis(options.redisUrl, {
    ...(role === 'producer' ? producerOptions : consumerOptions),
    // The names of Redis have no spaces.
    connectionName: applicationName.replaceAll(' ', '-'),
  });
  redis.on('error', options.onError);
  return {
    connection: redis,
    factory: undefined,
    redis,
    ...watchRedis(redis),
    close: async () => redis.disconnect(),
  };
}

function watchRedis(redis: Redis) {
  let isAway = false;
  let lastError: Error | undefined;
  redis.on('ready', () => ([isAway, lastError] = [false, undefined]));
  redis.on('error', (error) => (lastError = error));
  for (const event of ['error', 'close']) redis.on(event, () => (isAway = redis.status !== 'ready'));
  return {
    /** Whether the last attempt to connect failed, or the connection was lost. A first attempt under way is not. */
    isAway: () => isAway,
    /** Of the last attempt to connect, unless it succeeded. */
    lastError: () => lastError,
  };
}

/**
 * Creates or upgrades the queue's tables, which are in a separate schema beside Prisma's, and lets roles use them. It is the same for a queue
 * on Redis, so that an installation can change its queue.
 * @param roles the roles of API and workers, unless the owner of the tables serves for all.
 */
export async function migrateQueue(ownerUrl: string, roles: readonly string[] = []): Promise<void> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'connectory migrate' });
  await client.connect();
  try {
    await runMigrations(client, postgresSchema);
    await client.query(publishNothing);
    if (roles.length > 0) await client.query(grantStatements(roles.map((role) => escapeIdentifier(role)).join(', ')));
  } finally {
    await client.end();
  }
}

/**
 * BullMQ writes four events of each job, which only its `QueueEvents` reads: Connectory reads its own rows (decision 0003). Its function is
 * replaced by one that writes nothing, unless a later version of BullMQ has none of that kind.
 */
const publishNothing = `do $$
  begin
    perform pg_advisory_xact_lock(hashtext('connectory queue grants'));
    if to_regprocedure('${postgresSchema}.publish_event(text, text, jsonb)') is not null then
      create or replace function ${postgresSchema}.publish_event(p_queue text, p_event text, p_data jsonb) returns bigint
      language sql as 'select 0::bigint';
      delete from ${postgresSchema}.event;
    end if;
  end $$`;

/** Jobs have ids of the database, so the sequences that BullMQ creates for the ids of a queue are not needed. */
function grantStatements(roles: string): string {
  return `begin;
    select pg_advisory_xact_lock(hashtext('connectory queue grants'));
    grant usage on schema ${postgresSchema} to ${roles};
    grant select, insert, update, delete on all tables in schema ${postgresSchema} to ${roles};
    grant usage, select, update on all sequences in schema ${postgresSchema} to ${roles};
    revoke insert, update, delete on ${postgresSchema}.migration from ${roles};
    commit`;
}
