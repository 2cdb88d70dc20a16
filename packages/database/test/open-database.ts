import { randomBytes } from 'node:crypto';
import { createTestDatabase } from '@connectory/testing';
import { afterAll } from 'vitest';
import { createDatabase, createOrganisation, createSecretBox, type Database } from '../src/index.ts';

interface OpenedDatabase {
  /** With a role that serves for API and workers. */
  readonly database: Database;
  readonly url: string;
  /** With the role that owns the tables, for what a test does itself. */
  readonly owner: Database;
  readonly organisationId: string;
}

/** Opens a migrated database with one organisation, for one test file. Call it at the top of the file; the end of the file removes it. */
export async function openDatabase(poolSize = 8): Promise<OpenedDatabase> {
  const testDatabase = await createTestDatabase();
  const { serviceUrl: url } = testDatabase;
  const secrets = createSecretBox({ current: randomBytes(32), previous: [] });
  const database = createDatabase({ url, poolSize, secrets, onError: () => undefined });
  const owner = createDatabase({ url: testDatabase.url, poolSize: 2, onError: () => undefined });
  afterAll(async () => {
    await Promise.all([database.close(), owner.close()]);
    await testDatabase.drop();
  });
  const { id } = await createOrganisation(database, 'Test');
  return { database, url, owner, organisationId: id };
}
