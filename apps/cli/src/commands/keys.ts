import {
  ApiKeyRole,
  createApiKey,
  createDatabase,
  createOrganisation,
  type Database,
  findOrganisation,
  isId,
  listApiKeys,
  listOrganisations,
  revokeApiKey,
} from '@connectory/database';
import { parseSettings } from '@connectory/runtime';
import Table from 'cli-table3';
import { CliError } from '../cli-error.ts';
import { openOwnDatabase } from '../stack/own-database.ts';

/** Keys are managed in the database itself, so that the first one can be made. */
async function withDatabase<Value>(use: (database: Database) => Promise<Value>): Promise<Value> {
  const { url, close } = await openOwnDatabase(parseSettings(process.env));
  const database = createDatabase({ url, poolSize: 1, onError: () => undefined });
  try {
    return await use(database);
  } finally {
    await database.close();
    await close();
  }
}

export interface CreateKeyOptions {
  readonly name: string;
  readonly role: string;
  readonly organisation?: string;
  readonly expires?: string;
}

/** Creates a key, and the organisation when there is none yet. The token is printed here and never again. */
export async function createKeyCommand(options: CreateKeyOptions): Promise<void> {
  const role = Object.values(ApiKeyRole).find((known) => known === options.role);
  if (role === undefined) throw new CliError(`--role must be one of ${Object.values(ApiKeyRole).join(', ')}.`, 2);
  const expiresAt = options.expires === undefined ? undefined : new Date(options.expires);
  if (expiresAt !== undefined && Number.isNaN(expiresAt.getTime()))
    throw new CliError('--expires must be a date, as 2030-12-31.', 2);
  if (expiresAt !== undefined && expiresAt.getTime() <= Date.now())
    throw new CliError('--expires must be a date to come.', 2);
  if (role === 'operator' && options.organisation !== undefined)
    throw new CliError("An operator's key acts in every organisation: leave --organisation out.", 2);
  await withDatabase(async (database) => {
    const organisationId = role === 'operator' ? null : await organisationOf(options, database);
    const key = { organisationId, name: options.name, role, ...(expiresAt === undefined ? {} : { expiresAt }) };
    const { key: record, token } = await createApiKey(database, key);
    process.stdout.write(`${token}\n`);
    process.stderr.write(
      `key ${record.id}, role ${role}, ${organisationId === null ? 'all organisations' : `organisation ${organisationId}`}; shown this once\n`,
    );
  });
}

async function organisationOf({ organisation }: CreateKeyOptions, database: Database): Promise<string> {
  if (organisation === undefined) return defaultOrganisation(database);
  if (isId(organisation) && (await findOrganisation(database, organisation)) !== undefined) return organisation;
  throw new CliError(`There is no organisation ${organisation}.`, 2);
}

async function defaultOrganisation(database: Database): Promise<string> {
  const organisations = await listOrganisations(database);
  const [only] = organisations;
  if (organisations.length > 1) throw new CliError('There are several organisations: name one with --organisation.', 2);
  return (only ?? (await createOrganisation(database, 'Default'))).id;
}

export async function listKeysCommand(): Promise<void> {
  await withDatabase(async (database) => {
    const table = new Table({
      head: ['key', 'begins with', 'name', 'role', 'organisation', 'last used', 'state'],
      style: { head: [], border: [] },
    });
    for (const key of await listApiKeys(database)) {
      const expired = key.expiresAt !== null && key.expiresAt.getTime() <= Date.now();
      const state = key.revokedAt !== null ? 'revoked' : expired ? 'expired' : 'valid';
      table.push([
        key.id,
        key.prefix,
        key.name,
        key.role,
        key.organisationId ?? 'all',
        key.lastUsedAt?.toISOString() ?? 'never',
        state,
      ]);
    }
    process.stdout.write(`${table.toString()}\n`);
  });
}

export async function revokeKeyCommand(id: string): Promise<void> {
  await withDatabase(async (database) => {
    if (!(await revokeApiKey(database, id)))
      throw new CliError(`There is no key ${id} that is not revoked yet; "keys list" shows them.`);
    process.stderr.write(`key ${id} is revoked\n`);
  });
}
