import pg from 'pg';
import { migrationLock } from '../postgres/migrate.ts';
import { scramVerifier } from './scram-verifier.ts';
import { type Privileges, type ServiceKind, tableGrants, viewGrants } from './table-grants.ts';

/** The URLs with which API and workers connect. */
export type ServiceUrls = { readonly [Kind in ServiceKind]?: string | undefined };

export interface ProvisionOptions {
  /** Sets the passwords of roles that exist already to those of the URLs. */
  readonly setPasswords?: boolean;
}

/** A role cannot be created. The message names the statements for an administrator. */
export class RoleError extends Error {
  override readonly name = 'RoleError';
}

interface ServiceRole {
  readonly name: string;
  readonly password: string;
  readonly kinds: readonly ServiceKind[];
}

/**
 * Creates the roles of API and workers that do not exist, and grants them what they need, and nothing else, in the migrated database of
 * `ownerUrl`. A URL of the owner itself is ignored, as one role for everything needs no grants.
 * @returns the names of the roles.
 * @throws RoleError when a role is missing and the owner may not create it.
 */
export async function provisionRoles(
  ownerUrl: string,
  services: ServiceUrls,
  options: ProvisionOptions = {},
): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'connectory migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const { rows } = await client.query<{ owner: string }>('select current_user as owner');
    const roles = readRoles(services).filter(({ name }) => name !== rows[0]?.owner);
    for (const role of roles) await createUnlessThere(client, role, options);
    if (roles.length > 0) await client.query(roles.map((role) => grantStatements(role)).join('\n'));
    for (const role of roles) {
      await closeDoors(client, role);
      if (!role.kinds.includes('api')) await exemptFromRowSecurity(client, role);
    }
    return roles.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** One role may serve for both kinds. */
function readRoles({ api, worker }: ServiceUrls): readonly ServiceRole[] {
  const roles = new Map<string, ServiceRole>();
  for (const [kind, url] of [['api', api] as const, ['worker', worker] as const]) {
    if (url === undefined) continue;
    const { user: name = '', password = '' } = new pg.Client({ connectionString: url });
    roles.set(name, { name, password: password ?? '', kinds: [...(roles.get(name)?.kinds ?? []), kind] });
  }
  return [...roles.values()];
}

async function createUnlessThere(client: pg.Client, role: ServiceRole, options: ProvisionOptions): Promise<void> {
  const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role.name]);
  const exists = rowCount !== 0;
  if (exists && options.setPasswords !== true) return;
  const name = pg.escapeIdentifier(role.name);
  const password = role.password === '' ? '' : ` password ${pg.escapeLiteral(scramVerifier(role.password))}`;
  if (exists) {
    if (password !== '') await client.query(`alter role ${name}${password}`);
    return;
  }
  try {
    await client.query(`create role ${name} login nosuperuser nocreatedb nocreaterole noreplication${password}`);
  } catch (error) {
    throw new RoleError(
      `The role ${role.name} does not exist, and the owner may not create it. As an administrator: CREATE ROLE ${name} LOGIN PASSWORD '…';`,
      { cause: error },
    );
  }
}

/** One transaction, in which every privilege is revoked and those of the table are granted: a running service notices no difference. */
function grantStatements({ name, kinds }: ServiceRole): string {
  const role = pg.escapeIdentifier(name);
  const statements = Object.entries({ ...tableGrants, ...viewGrants }).flatMap(([table, grants]) => {
    const privileges = unionOf(kinds.map((kind) => grants[kind]));
    const revoke = `revoke all on public.${table} from ${role};`;
    return privileges.length === 0
      ? [revoke]
      : [revoke, `grant ${privileges.join(', ')} on public.${table} to ${role};`];
  });
  return ['begin;', `grant usage on schema public to ${role};`, ...statements, 'commit;'].join('\n');
}

function unionOf(grants: readonly Privileges[]): Privileges {
  return [...new Set(grants.flat())];
}

/**
 * Workers act for every organisation, and COPY is not possible under row-level security. An owner that may not exempt them leaves it: they then
 * insert their rows from temporary tables.
 */
async function exemptFromRowSecurity(client: pg.Client, { name }: ServiceRole): Promise<void> {
  await client.query(`alter role ${pg.escapeIdentifier(name)} bypassrls`).catch(() => undefined);
}

/** Databases that were made before PostgreSQL 15 let every role create tables. Some installations let no role connect. */
async function closeDoors(client: pg.Client, { name }: ServiceRole): Promise<void> {
  const { rows } = await client.query<{ creates: boolean; connects: boolean; database: string }>(
    `select has_schema_privilege($1, 'public', 'create') as creates, current_database() as database,
            has_database_privilege($1, current_database(), 'connect') as connects`,
    [name],
  );
  const [found] = rows;
  // An owner that does not own the schema or the database cannot change this. The check at the start of the service reports it then.
  if (found?.creates === true) await client.query('revoke create on schema public from public').catch(() => undefined);
  if (found?.connects === false) {
    const database = pg.escapeIdentifier(found.database);
    await client.query(`grant connect on database ${database} to ${pg.escapeIdentifier(name)}`).catch(() => undefined);
  }
}
