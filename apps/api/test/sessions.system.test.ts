import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { member } from './read-operations.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

const path = '/api/connect/v1/session';

let api: TestApi;
let key: { readonly token: string; readonly id: string };

beforeAll(async () => {
  api = await startTestApi({ RATE_LIMIT_FAILURES_PER_MINUTE: '0' });
  key = await api.createKey(api.organisationId, 'import');
});
afterAll(() => api.close());

const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

interface Sent {
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
}

const send = (to: string, { method = 'GET', headers = {} }: Sent = {}): Promise<Response> =>
  fetch(api.baseUrl + to, { method, headers });

/** Signs in. @returns the cookie as browsers send it. */
async function signIn(token: string): Promise<string> {
  const response = await send(path, { method: 'POST', headers: bearer(token) });
  expect(response.status).toBe(201);
  return (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? '';
}

const imports = (): string => `/api/connect/v1/o/${api.organisationId}/imports`;
const ownSite = (): { Origin: string } => ({ Origin: api.baseUrl });

/** A change without a body, which is allowed and finds nothing. */
const change = (cookie: string, headers: { readonly [name: string]: string }): Promise<Response> =>
  send(`${imports()}/01ARZ3NDEKTSV4RRFFQ69G5FAV/cancel`, { method: 'POST', headers: { Cookie: cookie, ...headers } });

async function linkToken(): Promise<string> {
  const { json } = await api.call('CreateSignInLink', { key: key.token });
  return new URLSearchParams(new URL(String(member(json, 'url'))).hash.slice(1)).get('link') ?? '';
}

describe('a session', () => {
  it('is a cookie that scripts cannot read and other sites do not send', async () => {
    const response = await send(path, { method: 'POST', headers: bearer(key.token) });
    expect(response.headers.get('Set-Cookie')).toMatch(
      /^connectory_session=cts_[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Strict$/,
    );
    const { rows } = await api.database.pool.query<{ hours: number }>(
      `select round(extract(epoch from expires_at - created_at) / 3600)::int as hours from sessions order by id desc limit 1`,
    );
    expect(rows[0]?.hours).toBe(12);
  });

  it('is bound to HTTPS and the host where the public address is https', async () => {
    const secure = await startTestApi({ PUBLIC_BASE_URL: 'https://connectory.example' });
    try {
      const { token } = await secure.createKey(secure.organisationId, 'read');
      const response = await fetch(secure.baseUrl + path, { method: 'POST', headers: bearer(token) });
      expect(response.headers.get('Set-Cookie')).toMatch(
        /^__Host-connectory_session=.*; HttpOnly; Secure; SameSite=Strict$/,
      );
    } finally {
      await secure.close();
    }
  });

  it('may do what its key may', async () => {
    const cookie = await signIn(key.token);
    expect((await send(imports(), { headers: { Cookie: cookie } })).status).toBe(200);
    expect((await change(cookie, ownSite())).status).toBe(404);
    const reader = await api.createKey(api.organisationId, 'read');
    expect((await change(await signIn(reader.token), ownSite())).status).toBe(403);
    expect((await send('/api/operator/v1/keys', { headers: { Cookie: cookie } })).status).toBe(403);
  });

  it('names the caller, its role and its organisation', async () => {
    const cookie = await signIn(key.token);
    const response = await send(path, { headers: { Cookie: cookie } });
    expect(await response.json()).toMatchObject({
      role: 'import',
      caller: { id: key.id, name: 'test' },
      organisation: { id: api.organisationId, name: 'Test' },
      expiresAt: expect.any(String),
    });
    const operator = await api.createKey(null, 'operator');
    expect((await api.call('GetSession', { key: operator.token })).json).toEqual({
      role: 'operator',
      caller: { id: operator.id, name: 'test' },
    });
  });

  it('ends at once when its key is revoked', async () => {
    const own = await api.createKey(api.organisationId, 'import');
    const operator = await api.createKey(null, 'operator');
    const cookie = await signIn(own.token);
    expect((await send(imports(), { headers: { Cookie: cookie } })).status).toBe(200);
    await api.call('RevokeApiKey', { key: operator.token, parameters: { key_id: own.id } });
    expect((await send(imports(), { headers: { Cookie: cookie } })).status).toBe(401);
  });

  it('ends when its time is over', async () => {
    const cookie = await signIn(key.token);
    await api.database.pool.query(`update sessions set expires_at = now() - interval '1 s'`);
    expect((await send(imports(), { headers: { Cookie: cookie } })).status).toBe(401);
    await signIn(key.token);
    const { rows } = await api.database.pool.query('select 1 from sessions where key_id = $1 and expires_at < now()', [
      key.id,
    ]);
    expect(rows).toEqual([]);
  });

  it('ends by signing out, and others of the key do not', async () => {
    const [one, other] = [await signIn(key.token), await signIn(key.token)];
    const response = await send(path, { method: 'DELETE', headers: { Cookie: one, ...ownSite() } });
    expect(response.status).toBe(204);
    expect(response.headers.get('Set-Cookie')).toMatch(/^connectory_session=; .*Expires=Thu, 01 Jan 1970/);
    expect((await send(imports(), { headers: { Cookie: one } })).status).toBe(401);
    expect((await send(imports(), { headers: { Cookie: other } })).status).toBe(200);
    await api.call('EndSession', { key: key.token });
    expect((await send(imports(), { headers: { Cookie: other } })).status).toBe(401);
  });

  it('creates neither sessions nor links, so that it cannot outlive its end', async () => {
    const cookie = await signIn(key.token);
    for (const to of [path, `${path}/link`])
      expect((await send(to, { method: 'POST', headers: { Cookie: cookie, ...ownSite() } })).status).toBe(403);
  });

  it('is refused as a bearer token', async () => {
    const [, token = ''] = (await signIn(key.token)).split('=');
    expect((await send(imports(), { headers: bearer(token) })).status).toBe(401);
  });
});

describe('a change with a session', () => {
  it.each([
    ['of another site', { Origin: 'https://evil.example' }],
    ['of another port of this host', { Origin: 'http://127.0.0.1:1' }],
    ['of a page without an origin', { Origin: 'null' }],
    ['that a browser marks as of another site', { 'Sec-Fetch-Site': 'cross-site' }],
    ['that a browser marks as of another origin', { 'Sec-Fetch-Site': 'same-site' }],
    ['without a header that only browsers send', {}],
  ])('is refused: %s', async (_case, headers) => {
    const response = await change(await signIn(key.token), headers);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'forbidden' });
  });
});

describe('a sign-in link', () => {
  it('signs in once', async () => {
    const token = await linkToken();
    const cookie = await signIn(token);
    expect((await send(imports(), { headers: { Cookie: cookie } })).status).toBe(200);
    const again = await send(path, { method: 'POST', headers: bearer(token) });
    expect(again.status).toBe(401);
    expect(again.headers.get('Set-Cookie')).toBeNull();
  });

  it('signs in one of two browsers that use it at the same time', async () => {
    const token = await linkToken();
    const statuses = await Promise.all(
      [1, 2, 3, 4].map(async () => (await send(path, { method: 'POST', headers: bearer(token) })).status),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
  });

  it('works for a minute', async () => {
    const token = await linkToken();
    const { rows } = await api.database.pool.query<{ seconds: number }>(
      `select max(extract(epoch from expires_at - now()))::int as seconds from sessions where kind = 'link'`,
    );
    expect(rows[0]?.seconds).toBeLessThanOrEqual(60);
    await api.database.pool.query(`update sessions set expires_at = now() - interval '1 s' where kind = 'link'`);
    expect((await send(path, { method: 'POST', headers: bearer(token) })).status).toBe(401);
  });

  it('is no key', async () => {
    expect((await send(imports(), { headers: bearer(await linkToken()) })).status).toBe(401);
  });
});

describe('the audit', () => {
  it('has failed sign-ins, without the token', async () => {
    const used = await linkToken();
    await signIn(used);
    await send(path, { method: 'POST', headers: bearer(used) });
    await send(imports(), { headers: { Cookie: `connectory_session=cts_${'A'.repeat(43)}` } });
    await api.flushAudit();
    const { rows } = await api.database.pool.query<{ actor_id: string }>(
      `select distinct actor_id from audit_events where action = 'login.failed'`,
    );
    expect(rows.map((row) => row.actor_id)).toEqual(expect.arrayContaining(['sign-in-link', 'session']));
    for (const row of rows) expect(row.actor_id).not.toMatch(/ct[sl]_./);
  });
});

describe('the console', () => {
  it('is where browsers that open the service come to; others get JSON', async () => {
    const open = (accept: string) => fetch(`${api.baseUrl}/`, { headers: { Accept: accept }, redirect: 'manual' });
    const page = await open('text/html,application/xhtml+xml,*/*;q=0.8');
    expect([page.status, page.headers.get('Location')]).toEqual([302, '/console/']);
    for (const accept of ['*/*', 'application/json']) expect((await open(accept)).status).toBe(404);
  });

  it('is one page at every address below its path, which allows nothing inline', async () => {
    for (const address of ['/console/', '/console/imports/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/console/connectors?name=a']) {
      const response = await send(address);
      expect(response.status).toBe(200);
      expect(await response.text()).toContain('<div id="root">');
      expect(response.headers.get('Cache-Control')).toBe('no-cache');
      const policy = response.headers.get('Content-Security-Policy') ?? '';
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toContain('unsafe');
    }
    const moved = await fetch(`${api.baseUrl}/console`, { redirect: 'manual' });
    expect(moved.headers.get('Location')).toBe('/console/');
  });

  it('has files with hashed names, which browsers keep', async () => {
    const page = await (await send('/console/')).text();
    const files = [...page.matchAll(/(?:src|href)="(\/console\/assets\/[\w-]+\.(?:js|css|svg))"/g)];
    expect(files.length).toBeGreaterThanOrEqual(3);
    for (const [, file = ''] of files) {
      const response = await send(file);
      expect(response.status, file).toBe(200);
      expect(response.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
      await response.arrayBuffer();
    }
    expect((await send('/console/assets/missing.js')).status).toBe(404);
  });
});
