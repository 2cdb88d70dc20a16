import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField, multipartBody, multipartType } from './multipart.ts';
import { readOperations, sampleOf, type WalkedOperation } from './read-operations.ts';
import { readResponse, startTestApi, type TestApi } from './start-test-api.ts';

/** Tables of keys and organisations: without them every operation fails in authentication. */
const tablesOfTheDoor = new Set(['organisations', 'api_keys', 'rate_limits', '_prisma_migrations']);

let api: TestApi;
let operator: string;
let document: unknown;

beforeAll(async () => {
  api = await startTestApi();
  operator = (await api.createKey(null, 'operator')).token;
  document = await (await fetch(`${api.baseUrl}/openapi.json`)).json();
  const { rows } = await api.database.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public'`,
  );
  for (const { name } of rows.filter((row) => !tablesOfTheDoor.has(row.name)))
    await api.database.pool.query(`alter table "${name}" rename to "${name}_hidden"`);
});
afterAll(() => api.close());

async function call(operation: WalkedOperation): Promise<Awaited<ReturnType<typeof readResponse>>> {
  const path = operation.path
    .replace('{organisation_id}', api.organisationId)
    .replaceAll(/\{[^}]+\}/g, '01ARZ3NDEKTSV4RRFFQ69G5FAV');
  const upload = multipartBody([filePart('{}'), metadataField({ format: 'openapi', version: '1.0.0' })]);
  const json = JSON.stringify(sampleOf(document, operation.jsonBody));
  const body = operation.isUpload ? upload : operation.jsonBody === undefined ? undefined : json;
  const response = await fetch(api.baseUrl + path, {
    method: operation.method,
    headers: {
      Authorization: `Bearer ${operator}`,
      'Content-Type': operation.isUpload ? multipartType : 'application/json',
    },
    ...(body === undefined ? {} : { body }),
  });
  return readResponse(response);
}

/** Internal details: source locations, queries, names of tables and of libraries. */
const inside =
  /\bat .*[\\/].*:\d+|\.[jt]s\b|node_modules|prisma|\bselect\b|relation|does not exist|_hidden|\b42P01\b|P20\d\d|postgres/i;

describe('while tables are missing', () => {
  it('every operation that reads them gets 500 without internal details', async () => {
    const failed: string[] = [];
    for (const operation of readOperations(document).filter(({ role }) => role !== 'public')) {
      const answer = await call(operation);
      const text = answer.bytes.toString();
      expect(text, operation.path).not.toMatch(inside);
      if (answer.status < 500 || answer.status === 501) continue;
      failed.push(operation.operationId);
      expect(answer.json).toEqual({
        code: 'internal_error',
        message: expect.any(String),
        details: expect.any(String),
      });
      expect(answer.headers.get('X-Request-Id')).toMatch(/^[0-9a-f-]{36}$/);
    }
    expect(failed).toEqual(
      expect.arrayContaining(['ListImports', 'GetImport', 'ListConnectors', 'CreateHTTPConnector', 'GetActions']),
    );
    expect(failed.length).toBeGreaterThan(20);
  });

  it('the authorisation middleware gets 500 without internal details', async () => {
    await api.database.pool.query('alter table api_keys rename to api_keys_hidden');
    const response = await fetch(`${api.baseUrl}/api/connect/v1/limits`, {
      headers: { Authorization: `Bearer ${operator}`, Accept: 'application/problem+json' },
    });
    expect(response.status).toBe(500);
    expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
    expect(await response.text()).not.toMatch(inside);
  });
});
