import { afterAll, beforeAll, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

// Statements of the API run under row-level security. A trigger of the owner records for each write which rows its session may see.

let api: TestApi;
let operator: string;

beforeAll(async () => {
  api = await startTestApi();
  operator = (await api.createKey(null, 'operator')).token;
  await api.database.pool.query(`
    create table seen (id serial, scope text);
    create function record_scope() returns trigger language plpgsql security definer as $$
    begin
      insert into public.seen (scope) values (current_setting('connectory.organisation', true));
      return null;
    end $$;
    create trigger connectors_scope after insert on connectors for each row execute function record_scope();
    create trigger imports_scope after insert on imports for each row execute function record_scope();
    create trigger organisations_scope after insert on organisations for each row execute function record_scope()`);
});

afterAll(() => api.close());

/** The scopes of the writes of a call. */
async function scopesOf(call: () => Promise<{ readonly status: number }>, status: number): Promise<readonly string[]> {
  await api.database.pool.query('truncate seen');
  expect((await call()).status).toBe(status);
  const { rows } = await api.database.pool.query<{ scope: string }>('select scope from seen order by id');
  return rows.map(({ scope }) => scope);
}

const json = { 'Content-Type': 'application/json' };
const createConnector = (key?: string) =>
  api.call('CreateHTTPConnector', {
    ...(key === undefined ? {} : { key }),
    headers: json,
    body: JSON.stringify({ name: 'Pets', baseUrl: 'https://pets.example', authSchemeConfigs: [] }),
  });

it('a request sees the rows of its organisation only, with a JSON body and with an upload', async () => {
  expect(await scopesOf(() => createConnector(), 201)).toEqual([api.organisationId]);
  const parts = [filePart('{}'), metadataField({ format: 'openapi' })];
  expect(await scopesOf(() => api.upload('ImportHTTPConnector', parts), 202)).toEqual([api.organisationId]);
});

it('a request of an operator sees the rows of the organisation of its path only, and all rows without one', async () => {
  expect(await scopesOf(() => createConnector(operator), 201)).toEqual([api.organisationId]);
  const created = (): ReturnType<typeof createConnector> =>
    api.call('CreateOrganisation', { key: operator, headers: json, body: JSON.stringify({ name: 'New' }) });
  expect(await scopesOf(created, 201)).toEqual(['*']);
});

it('concurrent requests of organisations see their own rows', async () => {
  const owners = await Promise.all([1, 2, 3].map(() => api.createOrganisation()));
  const calls = Array.from({ length: 10 }, () => owners).flat();
  const listed = await Promise.all(
    calls.map(async ({ id, key }) => {
      const parts = [filePart('{}'), metadataField({ format: 'openapi' })];
      const { status } = await api.upload('ImportHTTPConnector', parts, { organisationId: id, key });
      const { json: page } = await api.call('ListImports', { organisationId: id, key });
      const found: unknown = Reflect.get(Object(page), 'totalCount');
      return status === 202 && typeof found === 'number' && found > 0;
    }),
  );
  expect(listed).toEqual(calls.map(() => true));
});
