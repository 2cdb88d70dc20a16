import { randomBytes } from 'node:crypto';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, inspectRole, migrate, provisionRoles, type ServiceKind, tableGrants } from '../src/index.ts';
import { scramVerifier } from '../src/roles/scram-verifier.ts';

let testDatabase: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  owner = new pg.Client({ connectionString: testDatabase.url });
  await owner.connect();
});

afterAll(async () => {
  await owner.end();
  await testDatabase.drop();
});

async function as<Value>(url: string, use: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}

/** The SQLSTATE of a statement's error; `done` when it succeeds. */
async function stateOf(url: string, statement: string): Promise<string> {
  return as(url, (client) =>
    client.query(statement).then(
      () => 'done',
      (error: unknown) => String(Reflect.get(Object(error), 'code')),
    ),
  );
}

const insufficientPrivilege = '42501';

/** Statements by which a service could take over the database, its server, or the record of what happened. */
const forbidden: readonly string[] = [
  'create table mine (id int)',
  'create schema mine',
  'create function mine() returns int language sql as $$ select 1 $$',
  'create function bullmq.mine() returns int language sql as $$ select 1 $$',
  'create role mine',
  'create database mine',
  'alter table imports add column mine int',
  'alter table imports disable trigger all',
  'drop table imports',
  'drop schema bullmq cascade',
  'truncate imports',
  'alter role connectory_api superuser',
  'alter system set log_statement = none',
  'set role connectory',
  'set session authorization connectory',
  "copy (select 1) to program 'true'",
  "copy imports from program 'echo'",
  "copy (select 1) to '/tmp/connectory-mine'",
  "copy documents from '/etc/passwd'",
  "select pg_read_file('/etc/passwd')",
  "select lo_import('/etc/passwd')",
  'select * from pg_authid',
  'select * from pg_shadow',
  "insert into _prisma_migrations (id, checksum, migration_name) values ('a', 'b', 'c')",
  'delete from _prisma_migrations',
  "insert into bullmq.migration (version, name, min_client_version) values (1, 'a', 1)",
];

describe.each<ServiceKind>(['api', 'worker'])('the role of the kind %s', (kind) => {
  const url = (): string => (kind === 'api' ? testDatabase.apiUrl : testDatabase.workerUrl);

  test.each(forbidden)('cannot %s', async (statement) => {
    expect(await stateOf(url(), statement)).toBe(insufficientPrivilege);
  });

  test('has every privilege that it needs, and no power beyond', async () => {
    const database = createDatabase({ url: url(), poolSize: 1, onError: () => undefined });
    try {
      expect(await inspectRole(database, kind)).toMatchObject({ powers: [], missing: [] });
    } finally {
      await database.close();
    }
  });
});

test('audit events only grow, keys are out of reach of workers, and the API changes no stored schemas and ended imports', async () => {
  expect(await stateOf(testDatabase.workerUrl, 'select * from api_keys')).toBe(insufficientPrivilege);
  for (const url of [testDatabase.apiUrl, testDatabase.workerUrl]) {
    for (const statement of [
      "update audit_events set action = ''",
      'delete from audit_events',
      'truncate audit_events',
    ])
      expect(await stateOf(url, statement)).toBe(insufficientPrivilege);
  }
  for (const statement of ['delete from imports', "update schemas set body = ''", 'delete from documents'])
    expect(await stateOf(testDatabase.apiUrl, statement)).toBe(insufficientPrivilege);
});

test('every table of the schema has a line in the table of grants', async () => {
  const { rows } = await owner.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by tablename",
  );
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(tableGrants).sort());
});

test('a missing privilege, a missing table and the powers of an owner are found', async () => {
  await owner.query('revoke insert on imports from connectory_api; alter table reimports rename to hidden');
  const [service, ofOwner] = [testDatabase.apiUrl, testDatabase.url].map((url) =>
    createDatabase({ url, poolSize: 1, onError: () => undefined }),
  );
  try {
    if (service === undefined || ofOwner === undefined) throw new Error('not opened');
    const { missing } = await inspectRole(service, 'api');
    expect(missing).toEqual(['insert on imports', 'insert on reimports', 'select on reimports', 'update on reimports']);
    const { powers } = await inspectRole(ofOwner, 'api');
    expect(powers).toEqual(expect.arrayContaining(['superuser', 'creates tables', 'owns tables']));
  } finally {
    await Promise.all([service?.close(), ofOwner?.close()]);
    await owner.query('alter table hidden rename to reimports');
  }
});

describe('provisioning', () => {
  test('restores what was revoked, revokes what was added, and can be repeated by several processes at once', async () => {
    await owner.query(
      'grant all on _prisma_migrations to connectory_api; revoke all on connectors from connectory_api',
    );
    const services = { api: testDatabase.apiUrl, worker: testDatabase.workerUrl };
    await Promise.all([1, 2, 3].map(() => provisionRoles(testDatabase.url, services)));
    expect(await stateOf(testDatabase.apiUrl, 'delete from _prisma_migrations')).toBe(insufficientPrivilege);
    expect(await stateOf(testDatabase.apiUrl, 'select * from connectors')).toBe('done');
  });

  test('by an owner that is no superuser creates the tables, the roles and their grants', async () => {
    const [name, password] = [`managed_${randomBytes(4).toString('hex')}`, randomBytes(8).toString('hex')];
    await owner.query(`create role ${name} login createrole password '${password}'`);
    await owner.query(`create database ${name} owner ${name}`);
    try {
      const urlOf = (role: string): string => {
        const url = new URL(testDatabase.url);
        Object.assign(url, { pathname: `/${name}`, username: role, password });
        return url.href;
      };
      await migrate(urlOf(name));
      const services = { api: urlOf(`${name}_api`), worker: urlOf(`${name}_worker`) };
      expect(await provisionRoles(urlOf(name), services)).toEqual([`${name}_api`, `${name}_worker`]);
      expect(await stateOf(services.api, 'select * from imports')).toBe('done');
      expect(await stateOf(services.worker, 'select * from imports')).toBe('done');
      expect(await stateOf(services.api, 'create table mine (id int)')).toBe(insufficientPrivilege);
    } finally {
      await owner.query(`drop database ${name} with (force)`);
      await owner.query(`drop role ${name}_api, ${name}_worker, ${name}`);
    }
  });

  test('changes the password of a role only when asked to', async () => {
    const name = `service_${randomBytes(4).toString('hex')}`;
    const urlOf = (password: string): string => {
      const url = new URL(testDatabase.url);
      Object.assign(url, { username: name, password });
      return url.href;
    };
    await provisionRoles(testDatabase.url, { api: urlOf('first') });
    try {
      await provisionRoles(testDatabase.url, { api: urlOf('second') });
      expect(await stateOf(urlOf('first'), 'select 1')).toBe('done');
      await provisionRoles(testDatabase.url, { api: urlOf('second') }, { setPasswords: true });
      expect(await stateOf(urlOf('second'), 'select 1')).toBe('done');
      await expect(stateOf(urlOf('first'), 'select 1')).rejects.toMatchObject({ code: '28P01' });
    } finally {
      await owner.query(`drop owned by ${name}; drop role ${name}`);
    }
  });

  test('names the statement for an administrator when the owner may not create the roles', async () => {
    const api = new URL(testDatabase.apiUrl);
    api.username = 'absent';
    await expect(provisionRoles(testDatabase.apiUrl, { api: api.href })).rejects.toThrow(/CREATE ROLE "absent" LOGIN/);
  });

  test('grants nothing when the owner serves for all', async () => {
    expect(await provisionRoles(testDatabase.url, { api: testDatabase.url, worker: testDatabase.url })).toEqual([]);
  });
});

test('a verifier is what PostgreSQL makes of the password, and holds the password itself only when it is not ASCII', async () => {
  await owner.query(`create role verified login password 'it''s'`);
  try {
    const { rows } = await owner.query<{ verifier: string }>(
      `select rolpassword as verifier from pg_authid where rolname = 'verified'`,
    );
    const made = rows[0]?.verifier ?? '';
    const salt = Buffer.from(/:([^$]+)\$/.exec(made)?.[1] ?? '', 'base64');
    expect(scramVerifier("it's", salt)).toBe(made);
    expect(scramVerifier('müde')).toBe('müde');
  } finally {
    await owner.query('drop role verified');
  }
});
