import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { listen } from './listen.ts';

export interface TestIssuer {
  readonly settings: { readonly AUTH_JWKS_URL: string; readonly AUTH_ISSUER: string; readonly AUTH_AUDIENCE: string };
  /** Its public key, as it is published. */
  readonly publicJwk: JWK;
  /** A good token, but for the claims and header fields that are given; `undefined` leaves a claim out. */
  issue(claims?: { readonly [name: string]: unknown }, header?: { readonly kid?: string }): Promise<string>;
  /** The same, signed with a key that was never published under that id. */
  forge(claims?: { readonly [name: string]: unknown }): Promise<string>;
  /** From now on its keys are asked for in vain. */
  breakKeys(): void;
  requests(): number;
  close(): Promise<void>;
}

type SigningKey = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** An issuer of JWTs that publishes one ES256 key, behind `oddKeys`. */
export async function startIssuer(oddKeys: readonly unknown[] = []): Promise<TestIssuer> {
  const [own, other] = await Promise.all([generateKeyPair('ES256', { extractable: true }), generateKeyPair('ES256')]);
  const publicJwk = { ...(await exportJWK(own.publicKey)), kid: 'one', use: 'sig' };
  let broken = false;
  let requests = 0;
  const server = await listen(() => (_request, response) => {
    requests += 1;
    response.writeHead(broken ? 500 : 200, { 'Content-Type': 'application/json' });
    response.end(broken ? '' : JSON.stringify({ keys: [...oddKeys, publicJwk] }));
  });
  const settings = {
    AUTH_JWKS_URL: `${server.baseUrl}/keys`,
    AUTH_ISSUER: 'https://issuer.example',
    AUTH_AUDIENCE: 'connectory',
  };
  const now = (): number => Math.floor(Date.now() / 1000);
  const sign = (key: SigningKey, claims: { readonly [name: string]: unknown }, kid: string): Promise<string> =>
    new SignJWT({
      iss: settings.AUTH_ISSUER,
      aud: settings.AUTH_AUDIENCE,
      sub: 'somebody',
      iat: now(),
      exp: now() + 300,
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid })
      .sign(key);
  return {
    settings,
    publicJwk,
    issue: (claims = {}, header = {}) => sign(own.privateKey, claims, header.kid ?? 'one'),
    forge: (claims = {}) => sign(other.privateKey, claims, 'one'),
    breakKeys: () => (broken = true),
    requests: () => requests,
    close: () => server.close(),
  };
}
