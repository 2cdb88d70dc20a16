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
  requireOwnSessions,
  revokeApiKey,
} from '@connectory/database';
import { defaultKeyExpiry, parseSettings } from '@connectory/runtime';
import { CliError } from '../errors/cli-error.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { commandLineOrigin } from '../stack/command-line-origin.ts';
import { openOwnDatabase } from '../stack/own-database.ts';
import { renderTable } from '../views/render-table.ts';

export interface CreateKeyOptions {
  readonly name: string;
  readonly role: string;
  readonly organisation?: string;
  readonly expires?: string;
  readonly scope?: readonly string[];
  readonly json?: boolean;
}

/** Creates a key and prints its token. */
export async function createKey(options: CreateKeyOptions): Promise<void> {
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
    if (options.json === true) return writeJson({ ...record, token });
    const owner = organisationId === null ? 'all organisations' : `organisation ${organisationId}`;
    await writeJson(token);
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

export interface ListKeysOptions {
  readonly unusedDays?: string;
  readonly json?: boolean;
}

/** Lists keys, of all organisations. */
export async function listKeys({ unusedDays, json }: ListKeysOptions): Promise<void> {
  const filter = unusedDays === undefined ? {} : { unusedSince: parseDaysAgo(unusedDays) };
  const keys = await withDatabase((database) => listApiKeys(database, filter));
  if (json === true) return writeJson(keys);
  const rows = keys.map((key) => [
    `${key.id}\n${key.organisationId === null ? 'of all organisations' : `of ${key.organisationId}`}`,
    `${key.name}\n${key.prefix}…`,
    `${key.role}\n${key.scopes?.join('\n') ?? ''}`,
    `${stateOf(key)}\nused ${day(key.lastUsedAt)}\nends ${day(key.expiresAt)}`,
  ]);
  const columns = [
    { head: 'key', breaks: true },
    { head: 'name', breaks: true },
    { head: 'role', breaks: true },
    { head: 'state' },
  ];
  await writeResult(`${renderTable(columns, rows)}\n`);
}

function day(time: Date | null): string {
  return time?.toISOString().slice(0, 10) ?? 'never';
}

function parseDaysAgo(text: string): Date {
  if (!/^\d{1,5}$/.test(text)) throw new CliError('--unused-days must be a number of days, for example 90.', 2);
  return new Date(Date.now() - Number(text) * 86_400_000);
}

function stateOf({ revokedAt, expiresAt }: { readonly revokedAt: Date | null; readonly expiresAt: Date | null }) {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'expired' : 'valid';
}

/** @throws CliError when there is no such valid key. */
export async function revokeKey(id: string): Promise<void> {
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
    await requireOwnSessions(url);
    return await action(database);
  } finally {
    await database.close();
    await close();
  }
}
