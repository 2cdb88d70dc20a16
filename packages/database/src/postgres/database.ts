import { setFlagsFromString } from 'node:v8';
import { createSecretBox, type SecretBox } from '@connectory/encoding';
import type { ChangeOrigin } from '@connectory/lifecycle';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/client.ts';
import { defaultEditLimits, type EditLimits } from '../limits/edit-limits.ts';
import { everyOrganisation, withAnyScope } from '../scope/scope.ts';
import { ScopedPool } from '../scope/scoped-pool.ts';
import { repeatIfRolledBack } from './database-faults.ts';
import { createGuardedSockets } from './guarded-sockets.ts';
import { executeOn } from './prepared-query.ts';
import { createSqlSession, type FragmentSession } from './sql-session.ts';

/** Prisma's client, or one of its transactions. */
export type Transaction = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends'>;

/** An open database. Functions of this package take it as their first parameter. */
export interface Database {
  readonly prisma: PrismaClient;
  /** Executes prepared statements, each on a free connection of the pool. For hot paths. */
  readonly sql: FragmentSession;
  readonly pool: pg.Pool;
  readonly url: string;
  /** On whose behalf functions of this package change rows. Audit events record it. */
  readonly origin: ChangeOrigin;
  /** Encrypts and decrypts the secrets in rows. */
  readonly secrets: SecretBox;
  readonly editLimits: EditLimits;
  close(): Promise<void>;
}

/** The same database, for changes on behalf of somebody else. */
export function onBehalfOf(database: Database, origin: ChangeOrigin): Database {
  return { ...database, origin };
}

export interface DatabaseOptions {
  /** A `postgresql://` URL. */
  readonly url: string;
  /** Names its connections in `pg_stat_activity`: the program and the purpose. Default: `connectory`. */
  readonly applicationName?: string;
  /** Maximum number of connections. */
  readonly poolSize: number;
  /** Closes a connection when the server sends nothing for this time. No limit by default. */
  readonly socketTimeoutMs?: number;
  /** On whose behalf rows are changed. Default: the system. */
  readonly origin?: ChangeOrigin;
  /** For processes that write or read secrets. By default, both throw SecretKeyError. */
  readonly secrets?: SecretBox;
  /** Limits of edits of drafts. */
  readonly editLimits?: EditLimits;
  /** Called when the server closes an idle connection. The pool opens a new one when needed. */
  readonly onError: (error: Error) => void;
  /**
   * The organisation whose rows its statements see, where row-level security applies to the role: one by its id, `all`, or that of each unit of
   * work (`withinScope`). Default: all.
   */
  readonly scope?: 'all' | 'of-work' | { readonly organisationId: string };
}

/** How long a query waits for a free or new connection. */
const connectTimeoutMs = 10_000;

/** How long an unused connection is kept. */
const idleTimeoutMs = 10_000;

/** Milliseconds of interactive transactions: to begin, and in all. Prisma's defaults are 2 and 5 seconds, which a busy machine exceeds. */
const transactionOptions = { maxWait: 30_000, timeout: 60_000 };

/** How long connections have to close before their sockets are destroyed. */
const closeTimeoutMs = 2_000;

/**
 * Bytes of WebAssembly that run in a function before V8 optimises it, a hundred times its default. Prisma's client runs much code once, at its
 * first query. Optimising that takes 0.6 s of a processor in each process, and later queries are as fast without.
 */
const optimisedAfterBytes = 180_000_000;
setFlagsFromString(`--wasm-tiering-budget=${optimisedAfterBytes}`);

/** Opens a pool; the first connection is made by the first query. */
export function createDatabase(options: DatabaseOptions): Database {
  const sockets = createGuardedSockets(options.socketTimeoutMs);
  const { scope = 'all' } = options;
  const Pool = scope === 'of-work' ? ScopedPool : pg.Pool;
  const pool = new Pool({
    connectionString: options.url,
    application_name: options.applicationName ?? 'connectory',
    max: options.poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    // Below `socketTimeoutMs`, so that the socket guard does not close an idle connection as unresponsive.
    idleTimeoutMillis: Math.min(idleTimeoutMs, (options.socketTimeoutMs ?? Number.POSITIVE_INFINITY) / 2),
    keepAlive: true,
    // Statements are sent without waiting for the result of the one before.
    pipeline: true,
    stream: () => sockets.create(),
    ...(scope === 'of-work' ? {} : { verify: scopeSession(scope) }),
  });
  pool.on('error', options.onError);
  // The pool handles errors of idle connections only. An error just after a connection is taken would otherwise end the process. The next
  // statement on that connection fails.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  const adapter = new PrismaPg(repeatStatements(pool), { disposeExternalPool: false });
  const prisma = new PrismaClient({ adapter, transactionOptions });
  return {
    prisma,
    sql: createSqlSession({ query: (config) => repeatIfRolledBack(() => executeOn(pool, config)) }),
    pool,
    url: options.url,
    origin: options.origin ?? { actor: { kind: 'system', id: 'system' } },
    editLimits: options.editLimits ?? defaultEditLimits,
    secrets: options.secrets ?? createSecretBox(undefined),
    close: async () => {
      // An unresponsive server would block the close forever.
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

/** Resolves when the database responds. */
export async function pingDatabase(database: Database): Promise<void> {
  await withAnyScope(() => database.pool.query('select 1'));
}

/** The pool for Prisma, whose statements outside of transactions are each a transaction of their own. */
function repeatStatements(pool: pg.Pool): pg.Pool {
  const query = (config: pg.QueryConfig): Promise<pg.QueryResult> => repeatIfRolledBack(() => pool.query(config));
  return new Proxy(pool, {
    get: (target, key) => {
      if (key === 'query') return query;
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Sets a fixed scope for each new session. Not by the startup parameter `options`, which PgBouncer refuses. */
function scopeSession(scope: 'all' | { readonly organisationId: string }): NonNullable<pg.PoolConfig['verify']> {
  const values = [scope === 'all' ? everyOrganisation : scope.organisationId];
  return (client, done) => {
    client.query("select set_config('connectory.organisation', $1, false)", values, (error) =>
      done(error ?? undefined),
    );
  };
}
