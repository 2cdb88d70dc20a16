import { databaseFaults, type FaultKind } from '@connectory/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

/** Those that no defect causes. */
type Fault = Exclude<FaultKind, 'rejected'>;

const states = databaseFaults.flatMap(({ code, kind }) =>
  kind === 'rejected' || !/^\d/.test(code) ? [] : [{ state: code.padEnd(5, '0'), kind }],
);

const expected: { readonly [Kind in Fault]: readonly [status: number, code: string] } = {
  unreachable: [503, 'unavailable'],
  overloaded: [503, 'unavailable'],
  'read-only': [503, 'unavailable'],
  conflict: [503, 'unavailable'],
  'storage-full': [507, 'storage_full'],
};

/** Makes PostgreSQL reject each write of a table. The driver, Prisma and COPY then report the error as any other. */
async function failWrites(table: string, state: string): Promise<void> {
  await api.database.pool.query(`
    create or replace function fail_write() returns trigger language plpgsql as
      $$ begin raise exception 'could not extend file "base/1/2": secret' using errcode = '${state}'; end $$;
    create or replace trigger fail_write before insert on ${table} for each row execute function fail_write()`);
}

const createConnector = () =>
  api.call('CreateHTTPConnector', {
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] }),
  });
const upload = () => api.upload('ImportHTTPConnector', [metadataField({ format: 'openapi' }), filePart('{}')]);

describe.each([
  ['an operation through Prisma', 'connectors', createConnector],
  ['an upload', 'imports', upload],
] as const)('the error of PostgreSQL in %s', (_name, table, request) => {
  afterAll(() => api.database.pool.query(`drop trigger fail_write on ${table}`));

  it.each(states)('$state, which is $kind, gets its documented response', async ({ state, kind }) => {
    await failWrites(table, state);
    const { status, json, headers, bytes } = await request();
    const [wanted, code] = expected[kind];
    expect([status, json]).toMatchObject([wanted, { code }]);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(bytes.toString()).not.toMatch(/base\/1|secret/);
  });
});

describe('while the database is read-only', () => {
  const setReadOnly = async (value: 'on' | 'off'): Promise<void> => {
    await api.database.pool.query(
      `set default_transaction_read_only = off;
       do $$ begin execute format('alter database %I set default_transaction_read_only = ${value}', current_database()); end $$;
       select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
  };
  beforeAll(() => setReadOnly('on'));
  afterAll(() => setReadOnly('off'));

  it('reads are answered, and changes get 503 with Retry-After', async () => {
    for (const request of [createConnector, upload]) {
      const { status, json, headers } = await request();
      expect([status, json]).toMatchObject([
        503,
        { code: 'unavailable', message: expect.stringMatching(/no changes/) },
      ]);
      expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    }
    expect((await api.call('ListConnectors')).status).toBe(200);
  });
});
