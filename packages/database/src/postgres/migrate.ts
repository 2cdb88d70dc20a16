import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

/** Prisma's advisory lock for migrations, so that `prisma migrate deploy` and this function exclude each other. */
export const migrationLock = 72_707_369;

const migrationsFolder = fileURLToPath(new URL('../../../../prisma/migrations/', import.meta.url));

// The same as Prisma's, because its commands read and write this table.
const createMigrationsTable = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

export interface MigrateOptions {
  /** The last migration to apply. Default: all. */
  readonly upTo?: string;
  /**
   * How long a migration waits for a lock. Requests queue behind it meanwhile, so it then gives way to them and is tried again.
   * Default: 2 s.
   */
  readonly lockTimeoutMs?: number;
  /** How long a migration is tried again while others hold its locks. Default: 5 minutes. */
  readonly patienceMs?: number;
  /** Called once when the migrations wait for those of another process, and each time when a migration is tried again. */
  readonly onWait?: (reason: string) => void;
}

const defaultLockTimeoutMs = 2_000;
const defaultPatienceMs = 300_000;

/** Pause before a migration is tried again, so that the requests behind it proceed. */
const retryMs = 500;

/**
 * Applies the pending migrations, each in one transaction. Waits for other processes that migrate.
 * @returns their names, in order.
 * @throws MigrationError when an applied migration was edited, an earlier one is recorded as failed, or others keep a lock.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'connectory migrate' });
  await client.connect();
  try {
    await lockMigrations(client, options);
    await client.query(createMigrationsTable);
    const migrations = await readMigrations();
    const wanted = migrations.filter(({ name }) => options.upTo === undefined || name <= options.upTo);
    const pending = await findPending(client, wanted);
    for (const migration of pending) await applyPatiently(client, migration, options);
    return pending.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function lockMigrations(client: pg.Client, { onWait }: MigrateOptions): Promise<void> {
  const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [
    migrationLock,
  ]);
  if (rows[0]?.locked === true) return;
  onWait?.('another process migrates the database');
  await client.query('select pg_advisory_lock($1)', [migrationLock]);
}

/** The names of the migrations of this program, in order. */
export async function readMigrationNames(): Promise<readonly string[]> {
  const entries = await readdir(migrationsFolder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function readMigrations(): Promise<readonly Migration[]> {
  return Promise.all(
    (await readMigrationNames()).map(async (name) => {
      const sql = await readFile(`${migrationsFolder}${name}/migration.sql`, 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function findPending(client: pg.Client, migrations: readonly Migration[]): Promise<readonly Migration[]> {
  const { rows } = await client.query<{ name: string; checksum: string; finished: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null`,
  );
  const applied = new Map(rows.map((row) => [row.name, row]));
  for (const row of rows) {
    if (!row.finished) {
      throw new MigrationError(
        `Migration ${row.name} failed before. Repair the database, then mark it as rolled back (docs/operating.md, "Rollback").`,
      );
    }
  }
  return migrations.filter((migration) => {
    const row = applied.get(migration.name);
    if (row !== undefined && row.checksum !== migration.checksum) {
      throw new MigrationError(`Migration ${migration.name} was edited after it was applied: restore the file.`);
    }
    return row === undefined;
  });
}

/** SQLSTATE lock_not_available and deadlock_detected: the locks of others, which end. */
const lockedStates: ReadonlySet<unknown> = new Set(['55P03', '40P01']);

async function applyPatiently(client: pg.Client, migration: Migration, options: MigrateOptions): Promise<void> {
  const { lockTimeoutMs = defaultLockTimeoutMs, patienceMs = defaultPatienceMs, onWait } = options;
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await applyMigration(client, migration, lockTimeoutMs);
    } catch (error) {
      const { cause } = Object(error);
      if (!lockedStates.has(Object(cause).code) || performance.now() > deadline) throw error;
      onWait?.(`migration ${migration.name} waits for a table that others use`);
      await pause(retryMs);
    }
  }
}

async function applyMigration(client: pg.Client, migration: Migration, lockTimeoutMs: number): Promise<void> {
  await client.query('begin');
  try {
    await client.query(`set local lock_timeout = ${lockTimeoutMs}`);
    await client.query(migration.sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new MigrationError(`Migration ${migration.name} could not be applied: ${describe(error)}`, { cause: error });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
