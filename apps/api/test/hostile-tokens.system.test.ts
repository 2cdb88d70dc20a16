import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startIssuer, type TestIssuer } from './start-issuer.ts';
import { startTestApi, type TestApi } from './start-test-api.ts';

const weak = generateKeyPairSync('rsa', { modulusLength: 1_024 });
const secret = generateKeyPairSync('ec', { namedCurve: 'P-256' });

const jwkOf = (key: KeyObject, more: object): object => ({ ...key.export({ format: 'jwk' }), ...more });

/** Keys that no token can be verified with, as issuers publish them by mistake. */
const oddKeys: readonly unknown[] = [
  null,
  'text',
  [],
  {},
  { kty: 'oct', k: 'c2VjcmV0', kid: 'one', alg: 'ES256' },
  { kty: 'unknown', kid: 'one' },
  { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', kid: 'one' },
  { kty: 'EC', crv: 'P-9', kid: 'odd-curve' },
  { kty: 'RSA', n: 'AQAB', e: 'AQAB', kid: 'tiny', alg: 'RS256' },
  jwkOf(weak.publicKey, { kid: 'weak', alg: 'RS256' }),
  jwkOf(weak.publicKey, { kid: 'weak-no-alg' }),
  jwkOf(secret.publicKey, { kid: 5 }),
  jwkOf(secret.publicKey, { kid: 'odd-alg', alg: {} }),
  jwkOf(secret.publicKey, { kid: 'odd-use', use: 1, key_ops: 'x' }),
  jwkOf(secret.publicKey, { kid: 'other-alg', alg: 'RS256' }),
];

let issuer: TestIssuer;
let api: TestApi;
beforeAll(async () => {
  issuer = await startIssuer(oddKeys);
  api = await startTestApi({ ...issuer.settings, RATE_LIMIT_FAILURES_PER_MINUTE: '0' });
});
afterAll(async () => {
  await api.close();
  await issuer.close();
});

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value) ?? '').toString('base64url');
const nowSeconds = (): number => Math.floor(Date.now() / 1000);

const claims = (more: object = {}): object => ({
  iss: issuer.settings.AUTH_ISSUER,
  aud: issuer.settings.AUTH_AUDIENCE,
  organisation_id: api.organisationId,
  roles: ['import'],
  exp: nowSeconds() + 300,
  ...more,
});

function signedBy(key: KeyObject, header: object, payload: unknown): string {
  const input = `${base64(header)}.${base64(payload)}`;
  return `${input}.${sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

describe('a key set with odd keys', () => {
  it('still verifies tokens of its good key', async () => {
    const key = await issuer.issue({ organisation_id: api.organisationId, roles: ['read'] });
    expect((await api.call('ListImports', { key })).status).toBe(200);
  });
});

/** Headers of tokens that are signed with a published key, or claim to be. */
const headers: readonly (readonly [string, () => [KeyObject, object]])[] = [
  ['a weak key', () => [weak.privateKey, { alg: 'RS256', kid: 'weak' }]],
  ['a weak key without an algorithm', () => [weak.privateKey, { alg: 'RS256', kid: 'weak-no-alg' }]],
  ...[undefined, null, 5, '', {}, [], 'none', 'NONE', 'HS256', 'ES256K', 'RS1', 'dir', '__proto__', 'constructor'].map(
    (alg): readonly [string, () => [KeyObject, object]] => [
      `the algorithm ${JSON.stringify(alg)}`,
      () => [secret.privateKey, { alg, kid: 'one' }],
    ],
  ),
  ...[
    null,
    5,
    {},
    [],
    '',
    '__proto__',
    'a\0b',
    '../../etc/passwd',
    'odd-alg',
    'odd-use',
    'other-alg',
    'odd-curve',
    'tiny',
  ].map((kid): readonly [string, () => [KeyObject, object]] => [
    `the key id ${JSON.stringify(kid)}`,
    () => [secret.privateKey, { alg: 'ES256', kid }],
  ]),
  ['unknown critical headers', () => [secret.privateKey, { alg: 'ES256', kid: 'one', crit: ['b64', 'x'], b64: false }]],
  ['critical headers of another type', () => [secret.privateKey, { alg: 'ES256', kid: 'one', crit: 'exp' }]],
  ['its own key', () => [secret.privateKey, { alg: 'ES256', jwk: secret.publicKey.export({ format: 'jwk' }) }]],
  ['the URL of a key set', () => [secret.privateKey, { alg: 'ES256', jku: 'http://127.0.0.1:1/keys' }]],
  ['compression', () => [secret.privateKey, { alg: 'ES256', kid: 'one', zip: 'DEF' }]],
];

describe('a token is rejected with 401 that has', () => {
  it.each(headers)('%s', async (_what, make) => {
    const [privateKey, header] = make();
    const { status, json } = await api.call('ListImports', { key: signedBy(privateKey, header, claims()) });
    // A key that is published without faults, though under an odd id, may verify its token.
    const { kid }: { kid?: unknown } = header;
    expect({ status, code: Object(json).code }).toEqual(
      kid === 'odd-use' && status === 200 ? { status: 200, code: undefined } : { status: 401, code: 'unauthenticated' },
    );
  });

  const shapes: readonly (readonly [string, string])[] = [
    ['empty parts', '..'],
    ['no payload', `${base64({ alg: 'ES256', kid: 'one' })}..x`],
    ['a header that is no JSON', 'AAAA.AAAA.AAAA'],
    ['a header that is a list', `${base64([])}.${base64({})}.x`],
    ['a header that is null', `${base64(null)}.${base64({})}.x`],
    ['five parts, as encrypted tokens', 'a.b.c.d.e'],
    ['10,000 parts', 'a.'.repeat(5_000)],
    ['a deep header', `${Buffer.from('['.repeat(5_000)).toString('base64url')}.a.b`],
    ['12 KB of claims', `${base64({ alg: 'ES256', kid: 'one' })}.${'A'.repeat(12_000)}.x`],
  ];
  it.each(shapes)('%s', async (_what, key) => {
    const { status, json } = await api.call('ListImports', { key });
    expect({ status, code: Object(json).code }).toEqual({ status: 401, code: 'unauthenticated' });
  });
});

describe('a well-signed token with odd claims is never an internal error:', () => {
  const odd: readonly unknown[] = [null, 0, -1, 1e300, '', '\0', '\ud800', [], {}, [null], { a: { b: [] } }, true];
  const names = ['iss', 'aud', 'sub', 'exp', 'nbf', 'iat', 'jti', 'organisation_id', 'roles'];
  it.each(names)('%s', async (name) => {
    for (const value of odd) {
      const key = await issuer.issue({ organisation_id: api.organisationId, roles: ['import'], [name]: value });
      const { status, json } = await api.call('ListImports', { key });
      expect([200, 401, 403], `${name} ${JSON.stringify(value)} ${JSON.stringify(json)}`).toContain(status);
    }
  });
});

describe('an Authorization header that is odd gets 401', () => {
  const values = [
    'Bearer',
    'Bearer  ',
    'Bearer cty_',
    `Bearer cty_${'a'.repeat(10_000)}`,
    'Bearer '.repeat(1_000),
  ].concat([
    'Bearer cty_\u00e9',
    'bearer\tcty_a',
    'Basic',
    'Basic !!!',
    'Digest a="b"',
    'Bearer a b',
    `Bearer ${' '.repeat(9_000)}x y`,
  ]);
  it.each(values.map((value) => [value.slice(0, 30), value]))('%s', async (_what, value) => {
    const response = await fetch(`${api.baseUrl}/api/connect/v1/limits`, { headers: { Authorization: value } });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ code: 'unauthenticated' });
  });
});
