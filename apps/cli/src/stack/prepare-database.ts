import {
  authenticateApiKey,
  createApiKey,
  createDatabase,
  createOrganisation,
  type Database,
  listOrganisations,
  migrate,
} from '@connectory/database';
import { migrateQueue } from '@connectory/queue';
import { commandLineOrigin } from './command-line-origin.ts';
import { type Credentials, readCredentials } from './credentials.ts';

export interface PreparedDatabase {
  readonly keys: Omit<Credentials, 'baseUrl'>;
  /** Whether the keys were created now and must be shown. */
  readonly isNew: boolean;
}

/** Applies pending migrations of the service and the queue. @returns the names of the applied migrations of the service. */
export async function migrateAll(databaseUrl: string): Promise<readonly string[]> {
  const applied = await migrate(databaseUrl);
  await migrateQueue(databaseUrl);
  return applied;
}

/** Keys that expire earlier are replaced at a start, while both the old and the new one work. */
const renewBeforeMs = 30 * 86_400_000;

/**
 * Migrates a database. Uses the keys in the data folder when they are valid, and otherwise creates an organisation and keys.
 * @param expiresAt when new keys expire; undefined for never.
 */
export async function prepareDatabase(
  databaseUrl: string,
  dataDir: string,
  expiresAt: Date | undefined,
): Promise<PreparedDatabase> {
  await migrateAll(databaseUrl);
  const database = createDatabase({
    url: databaseUrl,
    poolSize: 1,
    origin: commandLineOrigin(),
    onError: () => undefined,
  });
  try {
    const known = await readCredentials(dataDir);
    if (known !== undefined && (await areValid(database, known))) return { keys: known, isNew: false };
    return { keys: await createKeys(database, expiresAt), isNew: true };
  } finally {
    await database.close();
  }
}

async function areValid(database: Database, credentials: Credentials): Promise<boolean> {
  const [key, operator] = await Promise.all([
    authenticateApiKey(database, credentials.apiKey),
    authenticateApiKey(database, credentials.operatorApiKey),
  ]);
  const isExpiring = [key?.expiresAt, operator?.expiresAt].some(
    (end) => end instanceof Date && end.getTime() < Date.now() + renewBeforeMs,
  );
  return !isExpiring && key?.organisationId === credentials.organisationId && operator?.role === 'operator';
}

async function createKeys(database: Database, expiresAt: Date | undefined): Promise<Omit<Credentials, 'baseUrl'>> {
  const [existing] = await listOrganisations(database);
  const organisation = existing ?? (await createOrganisation(database, 'Default'));
  const expiry = expiresAt === undefined ? {} : { expiresAt };
  const { token: apiKey } = await createApiKey(database, {
    organisationId: organisation.id,
    name: 'first start',
    role: 'import',
    ...expiry,
  });
  const { token: operatorApiKey } = await createApiKey(database, {
    organisationId: null,
    name: 'first start',
    role: 'operator',
    ...expiry,
  });
  return { organisationId: organisation.id, apiKey, operatorApiKey };
}
