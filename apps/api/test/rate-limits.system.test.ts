import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    RATE_LIMIT_READS_PER_MINUTE: '3',
    RATE_LIMIT_WRITES_PER_MINUTE: '2',
    RATE_LIMIT_FAILURES_PER_MINUTE: '4',
    RATE_LIMIT_ANONYMOUS_PER_MINUTE: '8',
    TRUST_PROXY: '1',
  });
});
afterAll(() => api.close());

/** A caller with a key and an address of its own. */
async function newCaller(): Promise<(operationId: string, key?: string | null) => ReturnType<TestApi['call']>> {
  const address = `192.0.2.${(callers += 1)}`;
  const { token } = await api.createKey(api.organisationId, 'import');
  return (operationId, key = token) => api.call(operationId, { key, headers: { 'X-Forwarded-For': address } });
}
let callers = 0;

describe('a key above its budget', () => {
  it('gets the remaining quota, then 429 with Retry-After, while other keys are unaffected', async () => {
    const [call, other] = [await newCaller(), await newCaller()];
    const first = await call('ListImports');
    expect(first.headers.get('RateLimit-Policy')).toBe('"reads";q=3;w=60');
    expect(first.headers.get('RateLimit')).toMatch(/^"reads";r=2;t=(60|59)$/);
    await call('ListConnectors');
    expect((await call('ListConnectors')).headers.get('RateLimit')).toMatch(/^"reads";r=0;t=\d+$/);
    const refused = await call('ListImports');
    expect({ status: refused.status, json: refused.json }).toMatchObject({
      status: 429,
      json: { code: 'rate_limited' },
    });
    expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('Retry-After'))).toBeLessThanOrEqual(60);
    expect((await other('ListImports')).status).toBe(200);
  });

  it('can still write, because writes have their own budget', async () => {
    const call = await newCaller();
    for (let times = 0; times < 4; times += 1) await call('ListImports');
    expect((await call('CreateHTTPConnector')).status).toBe(415);
    expect((await call('CreateHTTPConnector')).headers.get('RateLimit')).toMatch(/^"writes";r=0;/);
    expect((await call('CreateHTTPConnector')).status).toBe(429);
  });
});

describe('an address with too many failed authentications', () => {
  it('gets 429 for further invalid keys, while valid keys and other addresses are not affected', async () => {
    const [call, other] = [await newCaller(), await newCaller()];
    const statuses: number[] = [];
    for (let times = 0; times < 6; times += 1) statuses.push((await call('GetLimits', 'cty_wrong')).status);
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    const refused = await call('GetLimits', 'cty_wrong');
    expect(refused.status).toBe(429);
    expect(refused.headers.get('Retry-After')).toMatch(/^\d+$/);
    expect((await call('GetLimits')).status).toBe(200);
    expect((await other('GetLimits')).status).toBe(200);
  });

  it('is not counted for requests without a key, which have a limit of their own', async () => {
    const call = await newCaller();
    for (let times = 0; times < 8; times += 1) expect((await call('GetLimits', null)).status).toBe(401);
    expect((await call('GetLimits', null)).status).toBe(429);
    expect((await call('GetOpenApiDocument', null)).status).toBe(429);
    expect((await call('GetHealth', null)).status).toBe(200);
    expect((await call('GetLimits')).status).toBe(200);
  });
});

it('the effective limits are listed', async () => {
  const call = await newCaller();
  expect((await call('GetLimits')).json).toMatchObject({
    reads: { value: 3, unit: 'requests a minute', setting: 'RATE_LIMIT_READS_PER_MINUTE' },
    writes: { value: 2 },
    failures: { value: 4 },
    jsonBytes: { value: 1_048_576, setting: 'MAX_JSON_BYTES' },
  });
});

it('a limit of 0 is no limit', async () => {
  const unlimited = await startTestApi({ RATE_LIMIT_READS_PER_MINUTE: '0' });
  const answer = await unlimited.call('GetLimits');
  expect(answer.headers.get('RateLimit')).toBeNull();
  expect(answer.json).not.toHaveProperty('reads');
  await unlimited.close();
});
