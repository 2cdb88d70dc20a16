import { createTestDatabase } from '@connectory/testing';
import { createDatabase, createOrganisation, type Database } from '../src/index.ts';

/** A migrated database of a test file's own, with an organisation in it. */
export async function openDatabase(
  poolSize = 8,
): Promise<{ database: Database; url: string; organisationId: string; close: () => Promise<void> }> {
  const testDatabase = await createTestDatabase();
  const database = createDatabase({ url: testDatabase.url, poolSize, onError: () => undefined });
  const { id } = await createOrganisation(database, 'Test');
  const close = async (): Promise<void> => {
    await database.close();
    await testDatabase.drop();
  };
  return { database, url: testDatabase.url, organisationId: id, close };
}
