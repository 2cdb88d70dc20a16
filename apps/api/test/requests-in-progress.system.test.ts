import { waitFor } from '@connectory/harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filePart, metadataField } from './multipart.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

const limit = 12;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    RATE_LIMIT_READS_PER_MINUTE: '0',
    RATE_LIMIT_WRITES_PER_MINUTE: '0',
    RATE_LIMIT_FAILURES_PER_MINUTE: '0',
    REQUESTS_PER_KEY: String(limit),
    REQUESTS_PER_ORGANISATION: String(2 * limit),
    WAITS_PER_KEY: '30',
  });
});
afterAll(() => api.close());

/** Blocks all statements that write a table, until `end` is called. */
async function lockTable(table: string): Promise<{ end: () => Promise<void> }> {
  const client = await api.database.pool.connect();
  await client.query(`begin; lock table ${table} in share row exclusive mode`);
  return {
    end: async () => {
      await client.query('rollback');
      client.release();
    },
  };
}

const read = (key: string, organisationId: string) => api.call('ListConnectors', { key, organisationId });

const upload = (owner: { id: string; key: string }) =>
  api.upload(
    'ImportHTTPConnector',
    [
      filePart(JSON.stringify({ openapi: '3.1.0', info: { title: 'A', version: '1' }, paths: {} })),
      metadataField({ format: 'openapi' }),
    ],
    { key: owner.key, organisationId: owner.id },
  );

describe('a key with hundreds of requests at a time', () => {
  it('gets 429 beyond its limit, while another organisation is served in the meantime', async () => {
    const [flooding, other] = [await api.createOrganisation(), await api.createOrganisation()];
    const lock = await lockTable('sessions');
    const statuses: number[] = [];
    const flood = Array.from({ length: 200 }, async () => {
      const { status, json, headers } = await api.call('CreateSession', { key: flooding.key });
      statuses.push(status);
      if (status !== 429) return;
      expect(json).toMatchObject({ code: 'requests_too_many' });
      expect(headers.get('Retry-After')).toBe('1');
    });
    try {
      await waitFor(() => statuses.length >= 200 - limit, {
        describe: 'all but the first requests are refused',
        timeoutMs: 60_000,
      });
      for (let index = 0; index < 20; index += 1) expect((await read(other.key, other.id)).status).toBe(200);
      expect(statuses.length).toBeLessThan(200);
      expect(statuses).not.toContain(201);
    } finally {
      await lock.end();
    }
    await Promise.all(flood);
    expect(statuses).toContain(201);
    // 503: on a slow machine, a request waits for its share of the connections for longer than it may.
    expect(statuses.every((status) => [201, 429, 503].includes(status))).toBe(true);
    expect((await read(flooding.key, flooding.id)).status).toBe(200);
  });

  it('is limited over all its sessions', async () => {
    const owner = await api.createOrganisation();
    const cookies = await Promise.all(
      [0, 1].map(async () => {
        const { headers } = await api.call('CreateSession', { key: owner.key });
        return String(headers.get('Set-Cookie')).split(';', 1)[0] ?? '';
      }),
    );
    const lock = await lockTable('sessions');
    const statuses: number[] = [];
    const flood = cookies.flatMap((cookie) =>
      Array.from({ length: limit }, async () => {
        const headers = { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' };
        statuses.push((await api.call('EndSession', { key: null, headers })).status);
      }),
    );
    try {
      await waitFor(() => statuses.length >= limit, { describe: 'as many as the limit are refused' });
      expect(statuses.every((status) => status === 429)).toBe(true);
    } finally {
      await lock.end();
    }
    await Promise.all(flood);
  });
});

describe('many unknown keys at a time', () => {
  it('are all refused with 401, and a valid key of the same address is accepted in between', async () => {
    const owner = await api.createOrganisation();
    const flood = Array.from({ length: 200 }, async (_, index) => {
      const { status } = await api.call('GetLimits', { key: `cty_${String(index).padStart(43, 'x')}` });
      return status;
    });
    expect((await read(owner.key, owner.id)).status).toBe(200);
    expect(new Set(await Promise.all(flood))).toEqual(new Set([401]));
  });
});

describe('requests that other limits count', () => {
  it('wait for an import without being counted, and do not wait beyond their own limit', async () => {
    const owner = await api.createOrganisation();
    const accepted = await upload(owner);
    const importId = String(Reflect.get(Object(accepted.json), 'id'));
    const closing = new AbortController();
    const url = `${api.baseUrl}/api/connect/v1/o/${owner.id}/imports/${importId}`;
    const wait = async (): Promise<Response | undefined> => {
      const headers = { Authorization: `Bearer ${owner.key}`, Prefer: 'wait=60' };
      return fetch(url, { headers, signal: closing.signal }).catch(() => undefined);
    };
    const waits: Promise<Response | undefined>[] = [];
    // In groups below the limit: each is counted until it waits.
    while (waits.length < 30) {
      for (let index = 0; index < 5; index += 1) waits.push(wait());
      await waitFor(async () => (await read(owner.key, owner.id)).status === 200, { describe: 'the key has room' });
    }
    const beyond = await waitFor(
      async () => {
        const response = await Promise.race([wait(), Promise.all(waits).then(() => undefined)]);
        return response?.status === 200 && response;
      },
      { describe: 'a request is not waited for' },
    );
    expect(beyond.headers.get('Preference-Applied')).toBeNull();
    expect(Object(await beyond.json())).toMatchObject({ status: 'queued' });
    closing.abort();
    await Promise.all(waits);
    expect((await read(owner.key, owner.id)).status).toBe(200);
  });

  it('follow an import without being counted', async () => {
    const owner = await api.createOrganisation();
    const importId = String(Reflect.get(Object((await upload(owner)).json), 'id'));
    const closing = new AbortController();
    const url = `${api.baseUrl}/api/connect/v1/o/${owner.id}/imports/${importId}/events`;
    const headers = { Authorization: `Bearer ${owner.key}` };
    for (let index = 0; index < 2 * limit; index += 1)
      expect((await fetch(url, { headers, signal: closing.signal })).status).toBe(200);
    expect((await read(owner.key, owner.id)).status).toBe(200);
    closing.abort();
  });
});

it('the limits of requests in progress and of edits are listed', async () => {
  expect((await api.call('GetLimits')).json).toMatchObject({
    requestsOfKey: { value: limit, unit: 'requests at a time', setting: 'REQUESTS_PER_KEY' },
    requestsOfOrganisation: { value: 2 * limit, unit: 'requests at a time', setting: 'REQUESTS_PER_ORGANISATION' },
    requestsOfAddress: { value: 100, setting: 'REQUESTS_PER_ADDRESS' },
    editEntityBytes: { value: 4_194_304, setting: 'MAX_EDIT_ENTITY_BYTES' },
    editBytes: { value: 16_777_216, setting: 'MAX_EDIT_BYTES' },
    waitsOfKey: { value: 30, setting: 'WAITS_PER_KEY' },
  });
});
