import type { Database } from '../postgres/database.ts';
import { housekeepingLock } from '../postgres/housekeeping-lock.ts';

/**
 * Runs `work` unless another process of the installation does. The lock belongs to the connection, so it ends with its process.
 * @returns false when another process holds the lock.
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
