import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@connectory/testing';
import { createDatabase, createId, type Database, everyOrganisation, withAnyScope, withinScope } from '../src/index.ts';
import { inWriteTransaction } from '../src/postgres/write-transaction.ts';

/** Tables without organisations, with the reason why each of their rows may be read by all. */
const unscoped: { readonly [table: string]: string } = {
  _prisma_migrations: 'names of migrations',
  document_pieces: 'live within the transaction of one upload',
  documents: 'shared by content: found by the hash in a row of the organisation',
  import_turns: 'the last turn of the workers, which only they read',
  rate_limits: 'counts by hashed caller, before an organisation is known',
  schemas: 'shared by content: found by the hash in a row of the organisation',
};

let testDatabase: TestDatabase;
let owner: pg.Client;
/** As the API opens it. */
let database: Database;
const [a, b] = [createId(), createId()];

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  owner = new pg.Client({ connectionString: testDatabase.url });
  await owner.connect();
  // With the privileges of API and workers, so that the policies alone restrict it.
  database = createDatabase({ url: testDatabase.serviceUrl, poolSize: 2, onError: () => undefined, scope: 'of-work' });
  for (const organisationId of [a, b]) await seed(organisationId);
});

afterAll(async () => {
  await database.close();
  await owner.end();
  await testDatabase.drop();
});

const overlayRow = {
  name: 'x',
  position: 0,
  enabled: true,
  policy: 'apply',
  content: '{}',
  actions: 0,
  remembered: '{}',
  generation: 0,
};

/** Adds one row of an organisation to each table. */
async function seed(organisation: string): Promise<void> {
  const [connector, version, id, run] = [createId(), createId(), createId(), createId()];
  const rows: readonly (readonly [string, object])[] = [
    ['organisations', { id: organisation, name: 'x' }],
    [
      'api_keys',
      { id, organisation_id: organisation, name: 'x', role: 'read', prefix: 'x', token_hash: `\\x${hex(id)}` },
    ],
    [
      'sessions',
      { id, key_id: id, kind: 'link', created_at: '2026-01-01', token_hash: `\\x${hex(id)}`, expires_at: '2026-01-01' },
    ],
    [
      'audit_events',
      {
        id,
        at: '2026-01-01',
        organisation_id: organisation,
        actor_kind: 'system',
        actor_id: 'x',
        action: 'x',
        outcome: 'succeeded',
        details: '{}',
      },
    ],
    ['callback_secrets', { id, organisation_id: organisation, secret: 'x' }],
    ['connectors', { id: connector, organisation_id: organisation, name: 'x', base_url: 'x' }],
    ['auth_scheme_secrets', { connector_id: connector, scheme_id: id, secret: 'x', changed_by: '{}' }],
    ['connector_versions', { id: version, connector_id: connector, name: 'x' }],
    [
      'connector_overlays',
      { ...overlayRow, connector_id: connector, created_at: '2026-01-01', updated_at: '2026-01-01' },
    ],
    ['actions', { id, version_id: version, position: 0, name: 'x', method: 'GET', template: '/', body: '{}' }],
    ['triggers', { id, version_id: version, position: 0, name: 'x', method: 'GET', body: '{}' }],
    [
      'definitions',
      { id, version_id: version, position: 0, name: 'x', name_key: 'x', schema_hash: '\\x00', body: '{}' },
    ],
    ['entity_edits', { id, version_id: version, kind: 'action', entity_id: id, state: 'created', changed_by: '{}' }],
    ['imports', { id, organisation_id: organisation, connector_id: connector, creates_connector: false }],
    ['import_effects', { import_id: id }],
    ['import_places', { import_id: id, listing: '{}', content: '\\x00' }],
    ['callbacks', { id, import_id: id, url: 'x', outcome: 'failed', finished_at: '2026-01-01' }],
    ['organisation_quotas', { organisation_id: organisation }],
    [
      'organisation_usage',
      { organisation_id: organisation, connectors: 1, stored_bytes: 1, measured_at: '2026-01-01' },
    ],
    [
      'upload_urls',
      { id, organisation_id: organisation, token_hash: '\\x00', expires_at: '2026-01-01', kept_until: '2026-01-01' },
    ],
    [
      'shares',
      {
        id,
        organisation_id: organisation,
        import_id: id,
        token_hash: `\\x${hex(id)}`,
        created_by: '{}',
        created_at: '2026-01-01',
        expires_at: '2026-01-01',
      },
    ],
    ['expired_imports', { id, organisation_id: organisation }],
    [
      'reimports',
      { id: run, selector: '{}', target: 'new_version', version_template: 'x', dry_run: false, max_in_flight: 1 },
    ],
    [
      'reimport_items',
      {
        reimport_id: run,
        position: 0,
        organisation_id: organisation,
        connector_id: connector,
        version_id: version,
        version: 'x',
      },
    ],
    ['reimport_changes', { reimport_id: run, code: 'x', class: 'breaking', items: 1, changes: 1, first_position: 0 }],
  ];
  for (const [table, row] of rows) await insert(owner, table, row);
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}

function insert(client: pg.Client | pg.PoolClient, table: string, row: object) {
  const columns = Object.keys(row).join(', ');
  return client.query(
    `insert into ${table} (${columns}) select ${columns} from json_populate_record(null::${table}, $1)`,
    [JSON.stringify(row)],
  );
}

/** Rows of a table as JSON texts. */
async function rowsOf(client: pg.Client | pg.Pool, table: string): Promise<readonly string[]> {
  const { rows } = await client.query<{ row: string }>(`select to_json(t)::text as row from ${table} t order by 1`);
  return rows.map(({ row }) => row);
}

const { rows: tables } = await (async () => {
  const listed = await createTestDatabase();
  const client = new pg.Client({ connectionString: listed.url });
  await client.connect();
  try {
    return await client.query<{ name: string; secured: boolean; policies: number }>(
      `select c.relname as name, c.relrowsecurity as secured,
              (select count(*)::int from pg_policy where polrelid = c.oid) as policies
         from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1`,
    );
  } finally {
    await client.end();
    await listed.drop();
  }
})();

test('every table has a policy, or is an exception with a reason', () => {
  const open = tables.filter(({ secured, policies }) => !secured || policies === 0);
  expect(open.map(({ name }) => name)).toEqual(Object.keys(unscoped));
});

describe.each(tables.filter(({ name }) => unscoped[name] === undefined))('the table $name', ({ name }) => {
  test('shows an organisation its own rows, an operator all, and none without a scope', async () => {
    const all = await rowsOf(owner, name);
    const [ofA, ofB, ofAll] = await Promise.all(
      [a, b, everyOrganisation].map((scope) => withinScope(scope, () => rowsOf(database.pool, name))),
    );
    expect(all).toHaveLength(2);
    expect(ofAll).toEqual(all);
    expect(await rowsOf(database.pool, name)).toEqual([]);
    // Bulk re-imports are the operators'.
    const isOfOperators = ['reimports', 'reimport_changes', 'reimport_counts'].includes(name);
    const expected = isOfOperators ? [] : all;
    expect([...(ofA ?? []), ...(ofB ?? [])].sort()).toEqual(expected);
    expect([ofA?.length, ofB?.length]).toEqual(isOfOperators ? [0, 0] : [1, 1]);
  });

  test('lets an organisation change, delete and add no row of another', async () => {
    const all = await rowsOf(owner, name);
    const ofA = await withinScope(a, () => rowsOf(database.pool, name));
    const foreign = all.filter((row) => !ofA.includes(row)).map((row): object => JSON.parse(row));
    const client = await withinScope(a, () => database.pool.connect());
    try {
      const [column] = Object.keys(foreign[0] ?? {});
      for (const statement of [`update ${name} set ${column} = ${column}`, `delete from ${name}`]) {
        await client.query('begin');
        const changed = await client.query(statement).catch((error: unknown) => error);
        await client.query('rollback');
        // Either only its own row, or the role lacks the privilege.
        if (changed instanceof Error) expect(changed).toMatchObject({ code: '42501' });
        else expect(changed).toMatchObject({ rowCount: ofA.length });
      }
      for (const row of foreign) await expect(insert(client, name, row)).rejects.toMatchObject({ code: '42501' });
    } finally {
      client.release();
    }
    expect(await rowsOf(owner, name)).toEqual(all);
  });
});

test('a row cannot be given to another organisation', async () => {
  const given = withinScope(a, () => database.pool.query('update connectors set organisation_id = $1', [b]));
  await expect(given).rejects.toMatchObject({ code: '42501' });
});

describe('a connection of the pool', () => {
  const seen = async (): Promise<readonly string[]> => {
    const { rows } = await database.pool.query<{ id: string }>('select id from organisations order by id');
    return rows.map(({ id }) => id);
  };

  test('serves concurrent requests of several organisations, each with its own rows', async () => {
    const scopes = Array.from({ length: 200 }, (_, index) => [a, b, everyOrganisation, ''][index % 4] ?? '');
    const found = await Promise.all(scopes.map((scope) => withinScope(scope, seen)));
    const own = { [a]: [a], [b]: [b], '*': [a, b].sort(), '': [] };
    expect(found).toEqual(scopes.map((scope) => Reflect.get(own, scope)));
  });

  test('keeps the scope through transactions, of the driver and of Prisma', async () => {
    const names = await Promise.all(
      [a, b].map((scope) =>
        withinScope(scope, async () => [
          await inWriteTransaction(database, (tx) => tx.$queryRaw<{ id: string }[]>`select id from organisations`),
          await database.prisma.$transaction((tx) => tx.organisation.findMany({ select: { id: true } })),
          await database.prisma.organisation.findMany({ select: { id: true } }),
        ]),
      ),
    );
    expect(names).toEqual([a, b].map((id) => [[{ id }], [{ id }], [{ id }]]));
  });

  test('gets the setting only when it changes', async () => {
    const single = createDatabase({
      url: testDatabase.apiUrl,
      poolSize: 1,
      onError: () => undefined,
      scope: 'of-work',
    });
    try {
      const client = await withinScope(a, () => single.pool.connect());
      const sent: string[] = [];
      const send = client.query.bind(client);
      const counting = (...given: Parameters<typeof send>): unknown => {
        const [query] = given as unknown[];
        sent.push(typeof query === 'string' ? query : String(Reflect.get(Object(query), 'name')));
        return send(...given);
      };
      Object.assign(client, { query: counting });
      client.release();
      for (const scope of [a, a, b]) await withinScope(scope, () => single.pool.query('select 1'));
      await withAnyScope(() => single.pool.query('select 2'));
      await single.pool.query('select 3');
      expect(sent).toEqual([
        'select 1',
        'select 1',
        'connectory_scope',
        'select 1',
        'select 2',
        'connectory_scope',
        'select 3',
      ]);
    } finally {
      await single.close();
    }
  });

  test('returns no rows of the scope before when the setting fails', async () => {
    const single = createDatabase({
      url: testDatabase.apiUrl,
      poolSize: 1,
      onError: () => undefined,
      scope: 'of-work',
    });
    const setting = 'function pg_catalog.set_config(text, text, boolean)';
    try {
      await withinScope(a, () => single.pool.query('select id from organisations'));
      await owner.query(`revoke execute on ${setting} from public`);
      await expect(withinScope(b, () => single.pool.query('select id from organisations'))).rejects.toThrow();
      await owner.query(`grant execute on ${setting} to public`);
      const { rows } = await withinScope(b, () => single.pool.query('select id from organisations'));
      expect(rows).toEqual([{ id: b }]);
    } finally {
      await owner.query(`grant execute on ${setting} to public`);
      await single.close();
    }
  });
});

test('rows are written under row-level security as by COPY, several times in a transaction', async () => {
  const versionId = createId();
  const columns = ['id', 'version_id', 'position', 'name', 'method', 'template', 'body'];
  const row = (position: number) => [
    createId(),
    versionId,
    position,
    `n${position}`,
    'GET',
    '/\u0001',
    '{"ü":"\\u0000"}',
  ];
  await withinScope(a, () =>
    inWriteTransaction(database, async (tx) => {
      await tx.$executeRaw`insert into connector_versions (id, connector_id, name) select ${versionId}, id, 'copied' from connectors`;
      await tx.copyInto('actions', columns, [row(0), row(1)]);
      await tx.copyInto('actions', columns, [row(2)]);
    }),
  );
  const { rows } = await owner.query(
    'select name, template, body from actions where version_id = $1 order by position',
    [versionId],
  );
  expect(rows).toEqual([0, 1, 2].map((n) => ({ name: `n${n}`, template: '/\u0001', body: '{"ü":"\\u0000"}' })));
  await owner.query('delete from connector_versions where id = $1', [versionId]);
});

test('no statement outside of a transaction is joined with those of other requests', async () => {
  // Prisma joins calls of findUnique in the same turn of the event loop into one statement, which has the scope of one of them.
  const folder = new URL('../src/', import.meta.url);
  const files = (await readdir(folder, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('generated'),
  );
  const texts = await Promise.all(files.map((file) => readFile(new URL(file, folder), 'utf8')));
  expect(files.length).toBeGreaterThan(50);
  expect(texts.flatMap((text) => text.match(/prisma\s*\.\w+\s*\.findUnique\w*/g) ?? [])).toEqual([]);
});
