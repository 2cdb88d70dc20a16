import type { Database } from '../postgres/database.ts';

/** What may be removed of each table, of which the key is a hash. */
const tables = {
  // Younger ones are left: whoever deletes a connector to import it again sends the same document.
  documents: {
    key: 'sha256',
    unused: `it.created_at < now() - interval '1 hour'
      and not exists (select from imports where imports.document_sha256 = it.sha256)
      and not exists (select from connector_versions version where version.document_sha256 = it.sha256)`,
  },
  schemas: { key: 'hash', unused: 'not exists (select from definitions where definitions.schema_hash = it.hash)' },
} as const;

/**
 * Walks over some rows in the order of their hashes and removes those that nothing refers to.
 *
 * An import that stores the same content at the same time holds the row, or waits for its removal and stores it anew. Here the row is
 * taken before it is looked at a second time, by a statement of its own: that sees every reference that was committed until then, and
 * none can be added any more. Rows that somebody holds are passed over.
 * @returns how many, and where to go on; no `next` when the end was reached.
 */
export async function removeUnreferenced(
  database: Database,
  table: keyof typeof tables,
  options: { after: Uint8Array; limit: number },
): Promise<{ readonly removed: number; readonly next?: Uint8Array }> {
  const { key, unused } = tables[table];
  const { rows: page } = await database.pool.query<{ key: Uint8Array; unused: boolean }>(
    `select it.${key} as key, ${unused} as unused
       from (select * from ${table} where ${key} > $1 order by ${key} limit $2) as it order by 1`,
    [options.after, options.limit],
  );
  const candidates = page.filter((row) => row.unused).map((row) => row.key);
  const removed = candidates.length === 0 ? 0 : await removeHeld(database, table, candidates);
  const last = page.at(-1)?.key;
  return page.length < options.limit || last === undefined ? { removed } : { removed, next: last };
}

async function removeHeld(database: Database, table: keyof typeof tables, candidates: Uint8Array[]): Promise<number> {
  const { key, unused } = tables[table];
  const client = await database.pool.connect();
  let broken = true;
  try {
    await client.query('begin');
    const { rows: held } = await client.query<{ key: Uint8Array }>(
      `select ${key} as key from ${table} where ${key} = any($1) order by ${key} for update skip locked`,
      [candidates],
    );
    const { rowCount } = await client.query(`delete from ${table} it where it.${key} = any($1) and ${unused}`, [
      held.map((row) => row.key),
    ]);
    await client.query('commit');
    broken = false;
    return rowCount ?? 0;
  } finally {
    // A connection on which something failed takes its transaction along.
    client.release(broken);
  }
}
