import { randomBytes } from 'node:crypto';
import { createTestDatabase } from '@connectory/testing';
import { afterAll } from 'vitest';
import { createDatabase, createOrganisation, createSecretBox, type Database } from '../src/index.ts';

/** Opens a migrated database with one organisation, for one test file. Call it at the top of the file; the end of the file removes it. */
export async function openDatabase(poolSize = 8): Promise<{ database: Database; url: string; organisationId: string }> {
  const testDatabase = await createTestDatabase();
  const secrets = createSecretBox({ current: randomBytes(32), previous: [] });
  const database = createDatabase({ url: testDatabase.url, poolSize, secrets, onError: () => undefined });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });
  const { id } = await createOrganisation(database, 'Test');
  return { database, url: testDatabase.url, organisationId: id };
}
