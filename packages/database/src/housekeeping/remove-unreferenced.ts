import type { Database } from '../postgres/database.ts';

/** For each table its key, a hash, and the condition for removing a row. */
const tables = {
  // Younger documents stay: a client that deletes a connector to import it again sends the same document.
  documents: {
    key: 'sha256',
    unused: `it.created_at < now() - interval '1 hour'
      and not exists (select from imports where imports.document_sha256 = it.sha256)
      and not exists (select from upload_urls upload where upload.document_sha256 = it.sha256)
      and not exists (select from connector_versions version where version.document_sha256 = it.sha256)`,
  },
  // Extras of versions are stored among the schemas. Edited definitions keep the schema that was imported.
  schemas: {
    key: 'hash',
    unused: `not exists (select from definitions where definitions.schema_hash = it.hash)
      and not exists (select from entity_edits edit where edit.base_schema = it.hash)
      and not exists (select from connector_versions version where version.extras_hash = it.hash)`,
  },
} as const;

/**
 * Removes unreferenced rows of one batch, in the order of their hashes.
 *
 * Candidates are locked first and then checked again by a second statement: it sees every committed reference, and no reference can be added
 * while the row is locked. A concurrent import of the same content either holds the row, which is skipped here, or waits and stores it again.
 * @returns the number removed, and `next`, the start of the next batch; without `next` the end was reached.
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
    // After an error, closing the connection also rolls back its transaction.
    client.release(broken);
  }
}
