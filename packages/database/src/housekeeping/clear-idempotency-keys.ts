import type { Database } from '../postgres/database.ts';
import { idempotencyHours } from '../acceptance/accept-import.ts';
import { idBefore } from '../postgres/id-before.ts';

/**
 * Removes expired idempotency keys from imports, in batches.
 * @returns the number removed, and `next`, the start of the next batch; without `next` the end was reached.
 */
export async function clearIdempotencyKeys(
  database: Database,
  options: { after: string; limit: number },
): Promise<{ readonly removed: number; readonly next?: string }> {
  const before = new Date(Date.now() - idempotencyHours * 3_600_000);
  const rows = await database.prisma.$queryRaw<{ id: string }[]>`
    update imports set idempotency_key = null, fingerprint = null
     where id in (
       select id from imports
        where id > ${options.after} and id < ${idBefore(before)} and created_at < ${before} and idempotency_key is not null
        order by id limit ${options.limit} for update skip locked)
    returning id`;
  const last = rows
    .map(({ id }) => id)
    .sort()
    .at(-1);
  return rows.length < options.limit || last === undefined
    ? { removed: rows.length }
    : { removed: rows.length, next: last };
}
