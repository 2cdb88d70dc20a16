import type { Database } from './database.ts';
import { readMigrationNames } from './migrate.ts';

/** The database can be reached, but it does not serve until an operator changes it. */
export class UnfitDatabaseError extends Error {
  /** For `isUnavailable`: the same request succeeds afterwards. */
  readonly code = 'unavailable';
  /** For clients: what is wrong with the database, and the next step. */
  readonly summary: string;

  constructor(summary: string, message: string) {
    super(message);
    this.summary = summary;
  }
}

/** Migrations that this program needs were not applied. */
export class NotMigratedError extends UnfitDatabaseError {
  override readonly name = 'NotMigratedError';
  readonly missing: readonly string[];

  constructor(missing: readonly string[]) {
    super('is not migrated: run "connectory migrate"', `The database lacks migrations: ${missing.join(', ')}.`);
    this.missing = missing;
  }
}

/**
 * Migrations of a newer program do no harm.
 * @throws NotMigratedError when the database lacks a migration of this program.
 */
export async function requireMigrations(database: Pick<Database, 'pool'>): Promise<void> {
  const [needed, applied] = await Promise.all([readMigrationNames(), readAppliedMigrations(database)]);
  const missing = needed.filter((name) => applied?.has(name) === false);
  if (missing.length > 0) throw new NotMigratedError(missing);
}

/** @returns undefined when the role may not read them, which the check of the role reports. */
async function readAppliedMigrations({ pool }: Pick<Database, 'pool'>): Promise<ReadonlySet<string> | undefined> {
  // An empty database has no such table. A query of it would be an error in the log of PostgreSQL.
  const { rows: found } = await pool.query<{ exists: boolean; readable: boolean | null }>(
    `select t is not null as exists, has_table_privilege(t, 'select') as readable from to_regclass('public._prisma_migrations') as t`,
  );
  if (found[0]?.exists !== true) return new Set();
  if (found[0].readable !== true) return undefined;
  const { rows } = await pool.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return new Set(rows.map(({ name }) => name));
}
