import type { Database } from '../postgres/database.ts';

/** Of PostgreSQL's advisory locks; any number that nothing else here takes. */
const housekeepingLock = 5_270_114_392;

/**
 * Runs `work` unless another process of the installation is at it. The lock belongs to the connection: with its holder it is gone.
 * @returns false when another is at it.
 */
export async function withHousekeepingLock(database: Database, work: () => Promise<void>): Promise<boolean> {
  const client = await database.pool.connect();
  let broken = true;
  try {
    const { rows } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [
      housekeepingLock,
    ]);
    const held = rows[0]?.held === true;
    if (held) {
      await work();
      await client.query('select pg_advisory_unlock($1)', [housekeepingLock]);
    }
    broken = false;
    return held;
  } finally {
    client.release(broken);
  }
}
