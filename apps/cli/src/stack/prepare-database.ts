import {
  authenticateApiKey,
  createApiKey,
  createDatabase,
  createOrganisation,
  type Database,
  listOrganisations,
  migrate,
  type MigrateOptions,
  type ProvisionOptions,
  provisionRoles,
  requireOwnSessions,
} from '@connectory/database';
import { migrateQueue } from '@connectory/queue';
import type { DatabaseUrls } from '@connectory/runtime';
import { commandLineOrigin } from './command-line-origin.ts';
import { type Credentials, readCredentials } from './credentials.ts';

export interface PreparedKeys {
  readonly keys: Omit<Credentials, 'baseUrl'>;
  /** Whether the keys were created now and must be shown. */
  readonly isNew: boolean;
}

export interface Migrated {
  /** The names of the applied migrations of the service. */
  readonly applied: readonly string[];
  /** The roles of API and workers that were granted what they need. Empty when the owner serves for all. */
  readonly roles: readonly string[];
}

/** Applies pending migrations of the service and the queue, and provides the roles of API and workers. */
export async function migrateAll(
  urls: DatabaseUrls,
  options: ProvisionOptions & Pick<MigrateOptions, 'onWait'> = {},
): Promise<Migrated> {
  const { onWait } = options;
  // The lock of migrations belongs to a session.
  await requireOwnSessions(urls.owner);
  const applied = await migrate(urls.owner, onWait === undefined ? {} : { onWait });
  const roles = await provisionRoles(urls.owner, urls, options);
  await migrateQueue(urls.owner, roles);
  return { applied, roles };
}

/** Keys that expire earlier are replaced at a start, while both the old and the new one work. */
const renewBeforeMs = 30 * 86_400_000;

/**
 * Uses the keys in the data folder when they are valid, and otherwise creates an organisation and keys.
 * @param databaseUrl of a migrated database.
 * @param expiresAt when new keys expire; undefined for never.
 */
export async function prepareKeys(
  databaseUrl: string,
  dataDir: string,
  expiresAt: Date | undefined,
): Promise<PreparedKeys> {
  const database = createDatabase({
    url: databaseUrl,
    applicationName: 'connectory cli',
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
