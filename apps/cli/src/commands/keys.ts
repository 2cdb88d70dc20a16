import { apiKeyScopes, roleOfScope } from '@connectory/contract';
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
import { defaultKeyExpiry, parseSettings } from '@connectory/runtime';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { CliError } from '../errors/cli-error.ts';
import { commandLineOrigin } from '../stack/command-line-origin.ts';
import { openOwnDatabase } from '../stack/own-database.ts';

interface CreateKeyOptions {
  readonly name: string;
  readonly role: string;
  readonly organisation?: string;
  readonly expires?: string;
  readonly scope?: readonly string[];
}

/** Adds `connectory keys`. Its commands work on the database itself, so that the first key can be created. */
export function addKeysCommand(program: Command): void {
  const keys = program.command('keys').description('manage API keys');
  keys
    .command('create')
    .description('create a key and print its token, which is not shown again')
    .requiredOption('--name <name>', 'purpose of the key')
    .option('--role <role>', 'read, import or operator', 'import')
    .option('--organisation <id>', 'owner of the key; required when there are several organisations')
    .option('--expires <date>', 'date from which the key is rejected, or "never"; default: after API_KEY_DAYS')
    .option('--scope <scope...>', 'restrict the key, for example to imports:write')
    .action(createKey);
  keys
    .command('list')
    .description('list all keys')
    .option('--unused-days <days>', 'only valid keys that were not used for so many days')
    .action(listKeys);
  keys.command('revoke <id>').description('revoke a key').action(revokeKey);
}

async function createKey(options: CreateKeyOptions): Promise<void> {
  const role = Object.values(ApiKeyRole).find((known) => known === options.role);
  if (role === undefined) throw new CliError(`--role must be one of ${Object.values(ApiKeyRole).join(', ')}.`, 2);
  const expiresAt = parseExpiry(options.expires);
  const scopes = parseScopes(options.scope, role);
  if (role === 'operator' && options.organisation !== undefined) {
    throw new CliError('An operator key covers every organisation: remove --organisation.', 2);
  }
  await withDatabase(async (database) => {
    const organisationId = role === 'operator' ? null : await resolveOrganisation(options, database);
    const key = {
      organisationId,
      name: options.name,
      role,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      ...(scopes === undefined ? {} : { scopes }),
    };
    const { key: record, token } = await createApiKey(database, key);
    const owner = organisationId === null ? 'all organisations' : `organisation ${organisationId}`;
    process.stdout.write(`${token}\n`);
    const end = expiresAt === undefined ? 'does not expire' : `expires ${expiresAt.toISOString()}`;
    process.stderr.write(`key ${record.id}, role ${role}, ${owner}, ${end}; the token is shown only this time\n`);
  });
}

function parseExpiry(text: string | undefined): Date | undefined {
  if (text === undefined) return defaultKeyExpiry(parseSettings(process.env));
  if (text === 'never') return undefined;
  const expiresAt = new Date(text);
  if (Number.isNaN(expiresAt.getTime()))
    throw new CliError('--expires must be a date, for example 2030-12-31, or "never".', 2);
  if (expiresAt.getTime() <= Date.now()) throw new CliError('--expires must be a date in the future.', 2);
  return expiresAt;
}

function parseScopes(given: readonly string[] | undefined, role: ApiKeyRole): readonly string[] | undefined {
  const roles = Object.values(ApiKeyRole);
  for (const text of given ?? []) {
    const scope = apiKeyScopes.find((known) => known === text);
    if (scope === undefined) throw new CliError(`--scope must be one of ${apiKeyScopes.join(', ')}.`, 2);
    const needed = roleOfScope(scope);
    if (roles.indexOf(role) < roles.indexOf(needed)) throw new CliError(`--scope ${scope} needs --role ${needed}.`, 2);
  }
  return given;
}

async function resolveOrganisation({ organisation }: CreateKeyOptions, database: Database): Promise<string> {
  if (organisation === undefined) return defaultOrganisation(database);
  if (isId(organisation) && (await findOrganisation(database, organisation)) !== undefined) return organisation;
  throw new CliError(`There is no organisation ${organisation}. "keys list" shows the organisation of each key.`, 2);
}

/** The only organisation; created when there is none. */
async function defaultOrganisation(database: Database): Promise<string> {
  const organisations = await listOrganisations(database);
  const [only] = organisations;
  if (organisations.length > 1)
    throw new CliError('There are several organisations: choose one with --organisation.', 2);
  return (only ?? (await createOrganisation(database, 'Default'))).id;
}

async function listKeys({ unusedDays }: { readonly unusedDays?: string }): Promise<void> {
  const filter = unusedDays === undefined ? {} : { unusedSince: parseDaysAgo(unusedDays) };
  const keys = await withDatabase((database) => listApiKeys(database, filter));
  const table = new Table({
    head: ['key', 'begins with', 'name', 'role', 'scopes', 'organisation', 'last used', 'expires', 'state'],
    style: { head: [], border: [] },
  });
  for (const key of keys) {
    const lastUsed = key.lastUsedAt?.toISOString() ?? 'never';
    const scopes = key.scopes?.join('\n') ?? 'all';
    const expires = key.expiresAt?.toISOString() ?? 'never';
    const owner = key.organisationId ?? 'all';
    table.push([key.id, key.prefix, key.name, key.role, scopes, owner, lastUsed, expires, stateOf(key)]);
  }
  process.stdout.write(`${table.toString()}\n`);
}

function parseDaysAgo(text: string): Date {
  if (!/^\d{1,5}$/.test(text)) throw new CliError('--unused-days must be a number of days, for example 90.', 2);
  return new Date(Date.now() - Number(text) * 86_400_000);
}

function stateOf({ revokedAt, expiresAt }: { readonly revokedAt: Date | null; readonly expiresAt: Date | null }) {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'expired' : 'valid';
}

async function revokeKey(id: string): Promise<void> {
  if (!(await withDatabase((database) => revokeApiKey(database, id)))) {
    throw new CliError(`There is no valid key ${id}. "keys list" shows all keys.`);
  }
  process.stderr.write(`key ${id} is revoked\n`);
}

async function withDatabase<Value>(action: (database: Database) => Promise<Value>): Promise<Value> {
  const { url, close } = await openOwnDatabase(parseSettings(process.env));
  const database = createDatabase({
    url,
    applicationName: 'connectory cli',
    poolSize: 1,
    origin: commandLineOrigin(),
    onError: () => undefined,
  });
  try {
    return await action(database);
  } finally {
    await database.close();
    await close();
  }
}
