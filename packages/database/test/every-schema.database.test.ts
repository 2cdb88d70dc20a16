import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../src/index.ts';
import { readMigrationNames } from '../src/postgres/migrate.ts';
import { readSchema, repeatDeadlocked, type SchemaWriter, type WrittenRow } from './upgrade/schema-rows.ts';

let testDatabase: TestDatabase;
let client: pg.Client;
let old: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  [client, old] = [0, 1].map(() => new pg.Client({ connectionString: testDatabase.url })) as [pg.Client, pg.Client];
  await Promise.all([client.connect(), old.connect()]);
});

afterAll(async () => {
  await Promise.all([client.end(), old.end()]);
  await testDatabase.drop();
});

/** Each row is read again at the end. */
const maxMeanwhile = 1_000;

/** Writes as a program of the first schema does, until it is stopped. @returns all rows that it wrote */
function writeMeanwhile(writer: SchemaWriter): () => Promise<readonly WrittenRow[]> {
  const over = new AbortController();
  const write = async (): Promise<readonly WrittenRow[]> => {
    const rows: WrittenRow[] = [];
    while (!over.signal.aborted) {
      if (rows.length < maxMeanwhile) rows.push(...(await writer.write(old)));
      await repeatDeadlocked(() => old.query('update imports set revision = revision + 1'));
    }
    return rows;
  };
  const writing = write();
  writing.catch(() => undefined);
  return () => {
    over.abort();
    return writing;
  };
}

/** Rows that are not as they were written, without columns that a migration dropped. */
async function findLost(rows: readonly WrittenRow[]): Promise<readonly WrittenRow[]> {
  const lost: WrittenRow[] = [];
  for (const row of rows) {
    const keys = row.key.map((name, index) => `"${name}" = $${index + 1}`).join(' and ') || 'true';
    const found = await client.query<{ row: { readonly [column: string]: string | null } }>(
      `select (select jsonb_object_agg(key, value) from jsonb_each_text(to_jsonb(t))) as row from "${row.table}" t where ${keys}`,
      row.key.map((name) => row.values[name]),
    );
    const present = found.rows[0]?.row;
    const isSame = (name: string): boolean => present?.[name] === undefined || present[name] === row.values[name];
    if (present === undefined || !Object.keys(row.values).every(isSame)) lost.push(row);
  }
  return lost;
}

// One pass: rows of each schema go through all later migrations.
test('migrations from every schema lose no row, while a program of the first schema writes', async () => {
  await client.query('drop schema public cascade; create schema public');
  const names = await readMigrationNames();
  const rows: WrittenRow[] = [];
  const writers: SchemaWriter[] = [];
  let stop: () => Promise<readonly WrittenRow[]> = () => Promise.resolve([]);
  for (const [index, upTo] of names.entries()) {
    await migrate(testDatabase.url, { upTo });
    const writer = await readSchema(client);
    rows.push(...(await writer.write(client)));
    writers.push(writer);
    if (index === 0) stop = writeMeanwhile(writer);
  }
  rows.push(...(await stop()));
  expect(await findLost(rows)).toEqual([]);
  expect(new Set(rows.map(({ table }) => table)).size).toBeGreaterThan(15);
  // Programs of each older schema go on writing after the last migration.
  for (const [index, writer] of writers.entries())
    await expect(writer.write(client), names[index]).resolves.not.toEqual([]);
}, 180_000);
