import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, createId, type Database, removeExpiredSessions } from '../src/index.ts';

let testDatabase: TestDatabase;
let owner: Database;
/** As a worker opens it. */
let ofWorker: Database;
const keyId = createId();

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  const open = (url: string): Database => createDatabase({ url, poolSize: 1, onError: () => undefined });
  [owner, ofWorker] = [open(testDatabase.url), open(testDatabase.workerUrl)];
  await owner.pool.query(
    `insert into api_keys (id, name, role, prefix, token_hash) values ($1, 'x', 'operator', 'x', '\\x00')`,
    [keyId],
  );
});

afterAll(async () => {
  await Promise.all([owner.close(), ofWorker.close()]);
  await testDatabase.drop();
});

async function addSessions(kind: 'session' | 'link', ages: readonly string[]): Promise<void> {
  for (const age of ages) {
    const id = createId();
    await owner.pool.query(
      `insert into sessions (id, key_id, kind, token_hash, expires_at) values ($1, $2, $3, $4, now() - $5::interval)`,
      [id, keyId, kind, Buffer.from(id), age],
    );
  }
}

test('expired sessions and links are removed in batches, by a worker that can neither read nor change them', async () => {
  await addSessions('session', ['1 second', '1 day', '-1 hour']);
  await addSessions('link', ['1 second', '-30 seconds']);
  const remove = (): Promise<number> => removeExpiredSessions(ofWorker, { limit: 2 });
  expect([await remove(), await remove(), await remove()]).toEqual([2, 1, 0]);
  const { rows } = await owner.pool.query('select kind from sessions where expires_at > now() order by kind');
  expect(rows).toEqual([{ kind: 'session' }, { kind: 'link' }]);
  expect((await owner.pool.query('select from sessions')).rowCount).toBe(2);
  for (const statement of ['select from sessions', 'delete from sessions', 'update sessions set expires_at = now()'])
    await expect(ofWorker.pool.query(statement)).rejects.toThrow(/permission denied/);
});
