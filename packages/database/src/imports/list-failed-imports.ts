import type { Database } from '../postgres/database.ts';
import { decodeCursor, encodeCursor } from '../postgres/page.ts';

export interface FailedImports {
  readonly ids: readonly string[];
  /** Cursor for `after`; absent at the end. */
  readonly next?: string;
}

/**
 * Lists the imports of an organisation that failed with a code, oldest first. Their order is that of their ids, so an import that fails
 * again is not listed twice.
 * @throws InvalidCursorError
 */
export async function listFailedImports(
  database: Database,
  { organisationId, errorCode, after }: { organisationId: string; errorCode: string; after?: string | undefined },
  limit: number,
): Promise<FailedImports> {
  const cursor = after === undefined ? null : decodeCursor(after, /^[0-9A-Z]{26}$/);
  const { rows } = await database.pool.query<{ id: string }>(
    `select id from listed_imports
      where organisation_id = $1 and status = 'failed' and substring(error from '"code":"([a-z_]+)"') = $2
        and ($3::bpchar is null or id > $3)
      order by id limit $4`,
    [organisationId, errorCode, cursor, limit + 1],
  );
  const ids = rows.slice(0, limit).map(({ id }) => id);
  const last = ids.at(-1);
  return { ids, ...(rows.length > limit && last !== undefined ? { next: encodeCursor(last) } : {}) };
}
