import { createTestDatabase } from '@connectory/testing';
import { afterAll } from 'vitest';
import { createDatabase, createOrganisation, type Database } from '../src/index.ts';

/** A migrated database of a test file's own, with an organisation in it; for the top of the file, at whose end it is removed. */
export async function openDatabase(poolSize = 8): Promise<{ database: Database; url: string; organisationId: string }> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase({ url: testDatabase.url, poolSize, onError: () => undefined });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });
  const { id } = await createOrganisation(database, 'Test');
  return { database, url: testDatabase.url, organisationId: id };
}
