import { createHmac } from 'node:crypto';
import { exportSPKI, importJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIssuer, type TestIssuer } from './start-issuer.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

let api: TestApi;
let issuer: TestIssuer;
let own: { organisation_id: string; roles: readonly string[] };

beforeAll(async () => {
  issuer = await startIssuer();
  api = await startTestApi({ ...issuer.settings, RATE_LIMIT_FAILURES_PER_MINUTE: '0' });
  own = { organisation_id: api.organisationId, roles: ['import'] };
});
afterAll(async () => {
  await api.close();
  await issuer.close();
});

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (offset: number): number => Math.floor(Date.now() / 1000) + offset;

/** A token that says how it is signed, and is not signed so. */
async function unsigned(alg: string, sign: (input: string) => string): Promise<string> {
  const payload = (await issuer.issue(own)).split('.')[1] ?? '';
  const input = `${base64({ alg, kid: 'one', typ: 'JWT' })}.${payload}`;
  return `${input}.${sign(input)}`;
}

describe('a token of the trusted issuer', () => {
  it.each([
    ['a list', ['other', 'read', 'import']],
    ['words in a text', 'openid import'],
  ])('is accepted with its roles in %s', async (_what, roles) => {
    const key = await issuer.issue({ ...own, roles });
    expect((await api.call('ListImports', { key })).status).toBe(200);
    const body = JSON.stringify({ name: 'x', baseUrl: '', authSchemeConfigs: [] });
    const headers = { 'Content-Type': 'application/json' };
    expect((await api.call('CreateHTTPConnector', { key, body, headers })).status).toBe(201);
  });

  it('has no more rights than its role', async () => {
    const key = await issuer.issue({ ...own, roles: ['read'] });
    const answer = await api.call('CreateHTTPConnector', { key, body: '{}' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer .*error="insufficient_scope", scope="import"$/);
    expect((await api.call('ListImports', { key: await issuer.issue({ ...own, roles: undefined }) })).status).toBe(403);
  });

  it('has access to its own organisation only, unless it is an operator', async () => {
    const { id: organisationId } = await api.createOrganisation();
    const call = (roles: readonly string[]) =>
      issuer.issue({ ...own, roles }).then((key) => api.call('ListImports', { key, organisationId }));
    expect((await call(['import'])).status).toBe(404);
    expect((await call(['operator'])).status).toBe(200);
  });

  it('is accepted with a clock difference of some seconds', async () => {
    const key = await issuer.issue({ ...own, nbf: seconds(20), exp: seconds(-20) });
    expect((await api.call('ListImports', { key })).status).toBe(200);
  });

  it('is checked with cached keys of the issuer', async () => {
    await api.call('ListImports', { key: await issuer.issue(own) });
    const before = issuer.requests();
    await api.call('ListImports', { key: await issuer.issue(own) });
    expect(issuer.requests()).toBe(before);
  });
});

describe('a token is rejected:', () => {
  const cases: readonly (readonly [string, () => Promise<string>])[] = [
    ['that has expired', () => issuer.issue({ ...own, exp: seconds(-60) })],
    ['that never expires', () => issuer.issue({ ...own, exp: undefined })],
    ['that is not valid yet', () => issuer.issue({ ...own, nbf: seconds(60) })],
    ['of another issuer', () => issuer.issue({ ...own, iss: 'https://other.example' })],
    ['of no issuer', () => issuer.issue({ ...own, iss: undefined })],
    ['for another audience', () => issuer.issue({ ...own, aud: ['other'] })],
    ['for no audience', () => issuer.issue({ ...own, aud: undefined })],
    ['signed with another key', () => issuer.forge(own)],
    ['with a key id that the issuer does not publish', () => issuer.issue(own, { kid: 'two' })],
    ['of no organisation', () => issuer.issue({ ...own, organisation_id: undefined })],
    ['of an organisation by something that is no id', () => issuer.issue({ ...own, organisation_id: { not: 'x' } })],
    ['that is not signed', () => unsigned('none', () => '')],
    [
      'signed with the public key as a secret',
      async () => {
        const key = await importJWK(issuer.publicJwk, 'ES256', { extractable: true });
        if (key instanceof Uint8Array) throw new Error('no public key');
        const secret = await exportSPKI(key);
        return unsigned('HS256', (input) => createHmac('sha256', secret).update(input).digest('base64url'));
      },
    ],
    [
      'whose claims were changed',
      async () => {
        const [header, , signature] = (await issuer.issue(own)).split('.');
        const claims = base64({ ...own, roles: ['operator'], exp: seconds(300) });
        return [header, claims, signature].join('.');
      },
    ],
    ['that is none', () => Promise.resolve('a.b.c')],
  ];

  it.each(cases)('%s', async (_what, token) => {
    const answer = await api.call('ListImports', { key: await token() });
    expect({ status: answer.status, json: answer.json }).toMatchObject({
      status: 401,
      json: { code: 'unauthenticated' },
    });
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="connectory", error="invalid_token"');
  });
});

describe('while the keys of the issuer are unavailable', () => {
  it('its tokens get 503, and API keys are still accepted', async () => {
    const broken = await startIssuer();
    const other = await startTestApi(broken.settings);
    broken.breakKeys();
    const key = await broken.issue({ organisation_id: other.organisationId, roles: ['read'] });
    const answer = await other.call('ListImports', { key });
    expect({ status: answer.status, json: answer.json }).toMatchObject({ status: 503, json: { code: 'unavailable' } });
    expect(answer.headers.get('Retry-After')).toBe('5');
    expect((await other.call('ListImports')).status).toBe(200);
    await other.close();
    await broken.close();
  });
});

it('without a trusted issuer every token is rejected', async () => {
  const other = await startTestApi();
  const key = await issuer.issue({ organisation_id: other.organisationId, roles: ['operator'] });
  expect((await other.call('ListImports', { key })).status).toBe(401);
  await other.close();
});
