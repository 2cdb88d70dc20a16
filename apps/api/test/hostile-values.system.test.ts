import { apiOperations, type ChangingOperation } from '@connectory/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareChanges } from './change-requests.ts';
import { member } from './read-operations.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

/*
 * A walk over all operations with a JSON body: a body that is right, with one value that is not. Each is refused with a code or made; none
 * fails.
 */

let api: TestApi;
let operatorKey: string;
let prepare: ReturnType<typeof prepareChanges>;

beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_WRITES_PER_MINUTE: '0', RATE_LIMIT_READS_PER_MINUTE: '0' });
  operatorKey = (await api.createKey(null, 'operator')).token;
  prepare = prepareChanges(api, operatorKey);
});
afterAll(() => api.close());

/** A run is counted by the body that creates it. */
const requestFor = (operationId: string) =>
  prepare[operationId === 'CountReimport' ? 'CreateReimport' : operationId]?.();

type Path = readonly (string | number)[];

function textsOf(value: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => textsOf(item, [...path, index]));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, [...path, key]));
  return typeof value === 'string' ? [path] : [];
}

function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const inner = replaced(Object(value)[key], rest, by);
  return Array.isArray(value) ? value.with(Number(key), inner) : { ...Object(value), [key]: inner };
}

const hostile = ['a\0b', '\ud800', 'x'.repeat(200_000)];

const withBody = apiOperations.filter(
  (operation): operation is ChangingOperation =>
    operation.method !== 'get' &&
    operation.jsonBody !== undefined &&
    operation.neverSent === undefined &&
    operation.multipartMetadata === undefined,
);

describe.each(withBody)('$operationId', ({ operationId, role }: ChangingOperation) => {
  const key = () => (role === 'operator' ? { key: operatorKey } : {});
  const headers = { 'Content-Type': 'application/json' };

  it('refuses or takes U+0000, lone surrogates and long texts in each of its texts, and never fails', async () => {
    const { parameters = {}, body } = (await requestFor(operationId)) ?? {};
    const right: unknown = JSON.parse(String(body));
    // Definitions that are named, which the right body may lack.
    const links = { definitions: [{ definition: { name: 'Pet' } }] };
    const full = /^(?:Create|Update)(?:Action|Trigger)$/.test(operationId)
      ? {
          ...Object(right),
          summary: 'S',
          requestBody: { required: true, ...links },
          responses: [{ status: 200, ...links }],
        }
      : right;
    for (const path of textsOf(full))
      for (const text of hostile) {
        const sent = await api.call(operationId, {
          ...key(),
          parameters,
          headers,
          body: JSON.stringify(replaced(full, path, text)),
        });
        expect(sent.status, `${path.join('.')} ${JSON.stringify(text.slice(0, 3))}`).toBeLessThan(500);
        if (sent.status >= 400) expect(typeof member(sent.json, 'code')).toBe('string');
      }
  });

  it('refuses a body that is missing or empty', async () => {
    const { parameters = {} } = (await requestFor(operationId)) ?? {};
    for (const options of [{}, { headers, body: '' }, { headers, body: '[]' }, { headers, body: 'null' }]) {
      const { status } = await api.call(operationId, { ...key(), parameters, ...options });
      expect('headers' in options ? [400] : [400, 415], JSON.stringify(options)).toContain(status);
    }
  });
});

it.each(['UpdateConnectorTags', 'UpdateConnectorCategories'])(
  '%s names a field that it does not know',
  async (operationId) => {
    const { parameters = {} } = (await prepare[operationId]?.()) ?? {};
    const body = JSON.stringify({ tag: {}, category: [] });
    const { status, json } = await api.call(operationId, {
      parameters,
      headers: { 'Content-Type': 'application/json' },
      body,
    });
    expect(status).toBe(400);
    expect(member(json, 'fields', '0', 'field')).toBe('tag');
  },
);
