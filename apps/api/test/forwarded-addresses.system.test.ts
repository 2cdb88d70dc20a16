import { describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './start-test-api.ts';

const limits = { RATE_LIMIT_FAILURES_PER_MINUTE: '3', RATE_LIMIT_ANONYMOUS_PER_MINUTE: '3' };

/** Sends five requests, each with other headers. @returns their statuses with an invalid key, and without a key */
async function statusesOf(
  api: TestApi,
  headersOf: (at: number) => { readonly [name: string]: string },
): Promise<readonly (readonly number[])[]> {
  const all: number[][] = [];
  for (const key of ['cty_wrong', null]) {
    const statuses: number[] = [];
    for (let at = 0; at < 5; at += 1)
      statuses.push((await api.call('GetLimits', { key, headers: headersOf(at) })).status);
    all.push(statuses);
  }
  return all;
}

const limited = [
  [401, 401, 401, 429, 429],
  [401, 401, 401, 429, 429],
];

async function addressesOfFailures(api: TestApi): Promise<readonly unknown[]> {
  await api.flushAudit();
  const { rows } = await api.database.pool.query<{ address: unknown }>(
    "select distinct address from audit_events where action = 'login.failed'",
  );
  return rows.map(({ address }) => address);
}

describe('a client cannot choose the address by which it is counted and recorded', () => {
  it.each([
    ['no proxy is trusted', {}],
    ['the trusted proxies are others than the peer', { TRUST_PROXY: '10.0.0.0/8, 2001:db8::1' }],
  ])('when %s', async (_when, setting) => {
    const api = await startTestApi({ ...limits, ...setting });
    try {
      const headersOf = (at: number) => ({
        'X-Forwarded-For': `192.0.2.${at}, 198.51.100.${at}`,
        Forwarded: `for=192.0.2.${at}`,
        'X-Real-IP': `192.0.2.${at}`,
        'X-Client-IP': `192.0.2.${at}`,
        'True-Client-IP': `192.0.2.${at}`,
        'CF-Connecting-IP': `192.0.2.${at}`,
      });
      expect(await statusesOf(api, headersOf)).toEqual(limited);
      expect(await addressesOfFailures(api)).toEqual(['127.0.0.1']);
    } finally {
      await api.close();
    }
  });

  it.each([
    ['by their number', '1'],
    ['by their address', '127.0.0.1'],
  ])('by addresses in front of the one that the proxy added: proxies are trusted %s', async (_how, TRUST_PROXY) => {
    const api = await startTestApi({ ...limits, TRUST_PROXY });
    try {
      const chosen = ['192.0.2.1', '::1', 'unknown', '198.51.100.7, 192.0.2.2', '"'];
      const headersOf = (at: number) => ({ 'X-Forwarded-For': `${chosen[at]}, 203.0.113.9` });
      expect(await statusesOf(api, headersOf)).toEqual(limited);
      expect(await addressesOfFailures(api)).toEqual(['203.0.113.9']);
      const others = await statusesOf(api, () => ({ 'X-Forwarded-For': '203.0.113.10' }));
      expect(others).toEqual(limited);
    } finally {
      await api.close();
    }
  });
});
