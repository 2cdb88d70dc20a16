import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from './generated/client.ts';

/** What the repositories need: the client itself or one of its transactions. */
export type Transaction = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

/** An open database. Repositories are functions that take it first. */
export interface Database {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  readonly url: string;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  /** A `postgresql://` URL. */
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  /** Told of connections that the server ended while idle; the pool opens new ones by itself. */
  readonly onError: (error: Error) => void;
}

/** Opens a pool; the first connection is made by the first query. */
export function createDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  });
  pool.on('error', options.onError);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });
  return {
    prisma,
    pool,
    url: options.url,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

/** Resolves when the database answers. */
export async function pingDatabase(database: Database): Promise<void> {
  await database.pool.query('select 1');
}
