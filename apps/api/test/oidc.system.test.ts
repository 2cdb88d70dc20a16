import { type OidcProvider, startOidcProvider } from '@connectory/harness';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApi, type TestApi } from './start-test-api.ts';

const begin = '/console/sign-in/oidc';

let api: TestApi;
let provider: OidcProvider;

beforeAll(async () => {
  provider = await startOidcProvider(() => `${api.baseUrl}${begin}/callback`);
  api = await startTestApi({
    RATE_LIMIT_FAILURES_PER_MINUTE: '0',
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  });
});
afterAll(async () => {
  await api.close();
  await provider.close();
});
beforeEach(() => {
  provider.claims = { organisation_id: api.organisationId, roles: ['import'] };
  provider.changeResponse = () => undefined;
  provider.forges = false;
  provider.isAway = false;
});

const open = (url: string, cookie = ''): Promise<Response> =>
  fetch(url, { redirect: 'manual', headers: cookie === '' ? {} : { Cookie: cookie } });

const locationOf = (response: Response): string => response.headers.get('Location') ?? '';

/** Begins a sign-in. @returns the address at the issuer, and the cookie as browsers send it */
async function start(query = ''): Promise<{ readonly address: string; readonly cookie: string }> {
  const response = await open(`${api.baseUrl}${begin}${query}`);
  expect(response.status).toBe(303);
  const [cookie = ''] = response.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
  return { address: locationOf(response), cookie };
}

/** Goes through the whole flow. @returns where it leads, and the cookie of the session */
async function signIn(
  query = '',
): Promise<{ readonly place: string; readonly session: string; readonly back: string; readonly cookie: string }> {
  const { address, cookie } = await start(query);
  const back = locationOf(await open(address));
  const ended = await open(back, cookie);
  expect(ended.status).toBe(303);
  return { place: locationOf(ended), session: sessionOf(ended), back, cookie };
}

function sessionOf(response: Response): string {
  const cookies = response.headers.getSetCookie().map((each) => each.split(';')[0] ?? '');
  return cookies.find((each) => each.startsWith('connectory_session=')) ?? '';
}

const read = (path: string, cookie: string): Promise<Response> => open(api.baseUrl + path, cookie);

const sessionPath = '/api/connect/v1/session';

describe('a sign-in by an issuer', () => {
  it('gives a session with the role and the organisation of the claims', async () => {
    const { place, session } = await signIn('?next=/imports%3Fstatus%3Dfailed');
    expect(place).toBe('/console/imports?status=failed');
    expect(await (await read(sessionPath, session)).json()).toEqual({
      role: 'import',
      caller: { id: 'ada', name: provider.issuer },
      organisation: { id: api.organisationId, name: 'Test' },
      expiresAt: expect.any(String),
    });
    expect((await read(`/api/connect/v1/o/${api.organisationId}/imports`, session)).status).toBe(200);
    expect((await read('/api/operator/v1/keys', session)).status).toBe(403);
  });

  it('asks with PKCE by S256, a state and a nonce, which differ each time', async () => {
    const [one, other] = [await start(), await start()].map(({ address }) => new URL(address).searchParams);
    expect(Object.fromEntries(one ?? [])).toEqual({
      response_type: 'code',
      client_id: 'console',
      redirect_uri: `${api.baseUrl}${begin}/callback`,
      scope: 'openid',
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(one?.get(name)).not.toBe(other?.get(name));
  });

  it('keeps its secrets in a sealed cookie that scripts cannot read', async () => {
    const response = await open(`${api.baseUrl}${begin}`);
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(
      /^connectory_sign_in=v1\.[^;]+; Max-Age=600; Path=\/console\/sign-in\/oidc; .*HttpOnly; SameSite=Lax$/,
    );
    expect(cookie).not.toContain(new URL(locationOf(response)).searchParams.get('state'));
  });

  it('signs operators in without an organisation', async () => {
    provider.claims = { roles: 'operator' };
    const { session } = await signIn();
    expect((await read('/api/operator/v1/keys', session)).status).toBe(200);
  });

  it('reads configuration and keys once', async () => {
    await signIn();
    const before = provider.requests.filter((path) => path !== '/authorize' && path !== '/token').length;
    await signIn();
    expect(provider.requests.filter((path) => path !== '/authorize' && path !== '/token')).toHaveLength(before);
  });

  it('ends by signing out, and others of the subject do not', async () => {
    const [one, other] = [(await signIn()).session, (await signIn()).session];
    const ended = await fetch(api.baseUrl + sessionPath, {
      method: 'DELETE',
      headers: { Cookie: one, Origin: api.baseUrl },
    });
    expect(ended.status).toBe(204);
    expect((await read(sessionPath, one)).status).toBe(401);
    expect((await read(sessionPath, other)).status).toBe(200);
  });

  it('ends when its time is over, and creates no key sessions or links', async () => {
    const { session } = await signIn();
    const headers = { Cookie: session, Origin: api.baseUrl };
    for (const path of [sessionPath, `${sessionPath}/link`])
      expect((await fetch(api.baseUrl + path, { method: 'POST', headers })).status).toBe(403);
    await api.database.pool.query(`update sessions set expires_at = now() - interval '1 s' where subject is not null`);
    expect((await read(sessionPath, session)).status).toBe(401);
  });

  it('is audited with the subject and the issuer', async () => {
    await signIn();
    const { rows } = await api.database.pool.query(
      `select actor_kind, actor_id, actor_name from audit_events where action = 'session.created' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ actor_kind: 'token', actor_id: 'ada', actor_name: provider.issuer }]);
  });

  it('is offered to the page of the sign-in', async () => {
    const { status, json } = await api.call('GetSignInWays', { key: null });
    expect({ status, json }).toEqual({ status: 200, json: { oidc: { issuer: provider.issuer, path: begin } } });
  });
});

describe('a sign-in is refused', () => {
  async function expectRefused(failure: string): Promise<void> {
    const { place, session } = await signIn();
    expect({ place, session }).toEqual({ place: `/console/sign-in?failed=${failure}`, session: '' });
  }

  it('with another state', async () => {
    provider.changeResponse = (parameters) => parameters.set('state', 'x'.repeat(43));
    await expectRefused('begin');
  });

  it('without a state', async () => {
    provider.changeResponse = (parameters) => parameters.delete('state');
    await expectRefused('begin');
  });

  it('in a browser that has not begun it, or not this one', async () => {
    const { address } = await start();
    const back = locationOf(await open(address));
    for (const cookie of ['', 'connectory_sign_in=v1.abc.def', (await start()).cookie]) {
      const ended = await open(back, cookie);
      expect([locationOf(ended), sessionOf(ended)]).toEqual(['/console/sign-in?failed=begin', '']);
    }
  });

  it('when its code is used again', async () => {
    const { back, cookie, session } = await signIn();
    expect(session).not.toBe('');
    const again = await open(back, cookie);
    expect([locationOf(again), sessionOf(again)]).toEqual(['/console/sign-in?failed=refused', '']);
  });

  it.each([
    ['names another issuer', (parameters: URLSearchParams) => parameters.set('iss', 'https://evil.example')],
    ['names no issuer, though it says that it does', (parameters: URLSearchParams) => parameters.delete('iss')],
    ['has no code', (parameters: URLSearchParams) => parameters.delete('code')],
    ['has another code', (parameters: URLSearchParams) => parameters.set('code', 'another')],
  ])('when the response %s', async (_case, change) => {
    provider.changeResponse = change;
    await expectRefused('refused');
  });

  it('when the issuer denies it', async () => {
    provider.changeResponse = (parameters) => {
      parameters.delete('code');
      parameters.set('error', 'access_denied');
    };
    await expectRefused('denied');
  });

  it.each([
    ['another nonce', { nonce: 'another' }],
    ['no nonce', { nonce: undefined }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['another audience', { aud: 'another' }],
    ['several audiences without an authorised party', { aud: ['console', 'another'] }],
    ['another authorised party', { azp: 'another' }],
    ['no end', { exp: undefined }],
    ['an end in the past', { exp: 1_000_000_000 }],
    ['no subject', { sub: undefined }],
  ])('with an ID token that has %s', async (_case, claims) => {
    provider.claims = { ...provider.claims, ...claims };
    await expectRefused('refused');
  });

  it('with an ID token that another key has signed', async () => {
    provider.forges = true;
    await expectRefused('refused');
  });

  it('without a role, and without an organisation that exists', async () => {
    provider.claims = { organisation_id: api.organisationId };
    await expectRefused('no_role');
    provider.claims = { roles: ['read'] };
    await expectRefused('no_organisation');
    provider.claims = { roles: ['read'], organisation_id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' };
    await expectRefused('no_organisation');
  });

  it('while the issuer is away', async () => {
    const { address, cookie } = await start();
    const back = locationOf(await open(address));
    provider.isAway = true;
    expect(locationOf(await open(back, cookie))).toBe('/console/sign-in?failed=unavailable');
  });
});

describe('the page after a sign-in', () => {
  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/../../evil',
    '/%09//evil.example',
    'imports',
    '/a%0d%0aSet-Cookie:x',
  ])('is never elsewhere: %s', async (next) => {
    const { place } = await signIn(`?next=${encodeURIComponent(next)}`);
    const url = new URL(place, api.baseUrl);
    expect(url.origin).toBe(api.baseUrl);
    expect(url.pathname).toMatch(/^\/console\//);
  });
});

it('an API without an issuer has no such sign-in', async () => {
  const plain = await startTestApi();
  try {
    expect((await plain.call('GetSignInWays', { key: null })).json).toEqual({});
    const response = await open(`${plain.baseUrl}${begin}`);
    // It is a page of the console, as any other address there.
    expect(response.status).toBe(200);
    expect(response.headers.getSetCookie()).toEqual([]);
  } finally {
    await plain.close();
  }
});
