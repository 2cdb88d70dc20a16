import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/client.ts';
import { createGuardedSockets } from './guarded-sockets.ts';
import { createSqlSession, type SqlSession } from './sql-session.ts';

/** What the repositories need: the client itself or one of its transactions. */
export type Transaction = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

/** An open database. Repositories are functions that take it first. */
export interface Database {
  readonly prisma: PrismaClient;
  /** Statements of the hot paths, each on whatever connection is free. */
  readonly sql: SqlSession;
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A `postgresql://` URL. */
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** How long the server may be silent before its connection is given up; for ever unless given. */
  readonly silenceMs?: number;
  /** Told of connections that the server ended while idle; the pool opens new ones by itself. */
  readonly onError: (error: Error) => void;
}

/** How long a query waits for a connection: a free one of the pool, or a new one. */
const connectTimeoutMs = 10_000;

/** How long a connection is kept that nobody uses. */
const idleTimeoutMs = 10_000;

/** How long connections have to end in good order before they are broken. */
const closeTimeoutMs = 2_000;

/** Opens a pool; the first connection is made by the first query. */
export function createDatabase(options: DatabaseOptions): Database {
  const sockets = createGuardedSockets(options.silenceMs);
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    // Before the guard takes it for the silence of a server that hangs.
    idleTimeoutMillis: Math.min(idleTimeoutMs, (options.silenceMs ?? Number.POSITIVE_INFINITY) / 2),
    keepAlive: true,
    // A transaction asks for what it needs without waiting for each answer.
    pipeline: true,
    stream: () => sockets.create(),
  });
  pool.on('error', options.onError);
  // The pool listens to idle connections only, and whoever takes one begins to a moment later: the server's last word may come in between,
  // and unheard would end the process. Whatever is asked of the connection after it fails.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  return {
    prisma,
    sql: createSqlSession(pool),
    pool,
    url: options.url,
    close: async () => {
      // A server that hangs would hold the goodbye for ever.
      const force = setTimeout(() => sockets.destroyAll(), closeTimeoutMs);
      try {
        await prisma.$disconnect();
        await pool.end();
      } finally {
        clearTimeout(force);
      }
    },
  };
}

/** Resolves when the database answers. */
export async function pingDatabase(database: Database): Promise<void> {
  await database.pool.query('select 1');
}
