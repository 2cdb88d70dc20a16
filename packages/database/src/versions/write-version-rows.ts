import type { Transaction } from '../database.ts';
import type { VersionRows } from './version-rows.ts';

/** Characters of JSON sent in one statement at most: PostgreSQL takes 1 GB a value, and both ends hold a copy or two. */
const maxStatementChars = 64 * 1024 * 1024;

/**
 * Writes the rows of a version: one statement for each table, more only past `maxStatementChars`. A JSON array as the one parameter
 * is by far the fastest way through Prisma's raw statements.
 */
export async function writeVersionRows(tx: Transaction, versionId: string, rows: VersionRows): Promise<void> {
  for (const batch of batches(rows.schemas)) {
    await tx.$executeRaw`
      insert into schemas (hash, body)
      select decode(hash, 'hex'), body from json_to_recordset(${batch}::json) as r (hash text, body text)
      on conflict (hash) do nothing`;
  }
  for (const batch of batches(rows.definitions)) {
    await tx.$executeRaw`
      insert into definitions (id, version_id, position, name, name_key, schema_hash, body)
      select id, ${versionId}, position, name, name_key, decode(schema_hash, 'hex'), body
        from json_to_recordset(${batch}::json)
          as r (id text, position int, name text, name_key text, schema_hash text, body text)`;
  }
  for (const batch of batches(rows.actions)) {
    await tx.$executeRaw`
      insert into actions (id, version_id, position, name, method, template, operation_id, body)
      select id, ${versionId}, position, name, method, template, operation_id, body
        from json_to_recordset(${batch}::json)
          as r (id text, position int, name text, method text, template text, operation_id text, body text)`;
  }
  for (const batch of batches(rows.triggers)) {
    await tx.$executeRaw`
      insert into triggers (id, version_id, position, name, method, operation_id, body)
      select id, ${versionId}, position, name, method, operation_id, body
        from json_to_recordset(${batch}::json)
          as r (id text, position int, name text, method text, operation_id text, body text)`;
  }
}

function* batches(rows: readonly object[]): Generator<string, void, undefined> {
  let parts: string[] = [];
  let chars = 0;
  for (const row of rows) {
    const part = JSON.stringify(row);
    if (chars + part.length > maxStatementChars && parts.length > 0) {
      yield `[${parts.join(',')}]`;
      parts = [];
      chars = 0;
    }
    parts.push(part);
    chars += part.length;
  }
  if (parts.length > 0) yield `[${parts.join(',')}]`;
}
