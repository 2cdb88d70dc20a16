import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface OidcProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Claims of ID tokens beside those that the flow gives; `undefined` leaves one out. */
  claims: { readonly [name: string]: unknown };
  /** Changes the parameters with which the browser is sent back. */
  changeResponse: (parameters: URLSearchParams) => void;
  /** Signs ID tokens with a key that is not published. */
  forges: boolean;
  /** The configuration and the keys are not available. */
  isAway: boolean;
  /** Requests by path. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

interface Grant {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

/** An OpenID provider that signs everybody in at once. It checks what a provider has to: client, redirect URI, PKCE, and that a code works once. */
export async function startOidcProvider(redirectUriOf: () => string): Promise<OidcProvider> {
  const requests: string[] = [];
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: OidcProvider = {
    issuer,
    clientId: 'console',
    clientSecret: 'a secret: of/tests',
    claims: {},
    changeResponse: () => undefined,
    forges: false,
    isAway: false,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const [own, other] = [newKey(), newKey()];
  const authorize = createAuthorize(provider, redirectUriOf);
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', issuer);
    requests.push(url.pathname);
    if (provider.isAway) response.writeHead(503).end();
    else if (url.pathname === '/.well-known/openid-configuration') sendJson(response, 200, configuration(issuer));
    else if (url.pathname === '/keys') sendJson(response, 200, { keys: [{ ...own.jwk, kid: 'one', use: 'sig' }] });
    else if (url.pathname === '/authorize') authorize.begin(url.searchParams, response);
    else if (url.pathname === '/token') {
      const nonce = authorize.redeem(request, new URLSearchParams(await readBody(request)), response);
      if (nonce !== undefined) sendTokens(provider, provider.forges ? other.key : own.key, nonce, response);
    } else response.writeHead(404).end();
  };
  server.on('request', (request, response) => {
    respond(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  return provider;
}

/** The endpoints that give and take codes. */
function createAuthorize(provider: OidcProvider, redirectUriOf: () => string) {
  const grants = new Map<string, Grant>();
  return {
    begin: (asked: URLSearchParams, response: ServerResponse): void => {
      const redirectUri = asked.get('redirect_uri') ?? '';
      const isKnown = asked.get('client_id') === provider.clientId && redirectUri === redirectUriOf();
      const isCode = asked.get('response_type') === 'code' && asked.get('code_challenge_method') === 'S256';
      const isOpenId = (asked.get('scope') ?? '').split(' ').includes('openid');
      if (!isKnown || !isCode || !isOpenId) return void response.writeHead(400).end('bad request');
      const code = randomBytes(16).toString('hex');
      const challenge = asked.get('code_challenge') ?? '';
      grants.set(code, { challenge, nonce: asked.get('nonce') ?? '', redirectUri });
      const parameters = new URLSearchParams({ code, state: asked.get('state') ?? '', iss: provider.issuer });
      provider.changeResponse(parameters);
      response.writeHead(302, { Location: `${redirectUri}?${parameters.toString()}` }).end();
    },
    /** @returns the nonce of the grant; undefined when it has responded with an error */
    redeem: (request: IncomingMessage, form: URLSearchParams, response: ServerResponse): string | undefined => {
      const code = form.get('code') ?? '';
      const grant = grants.get(code);
      grants.delete(code);
      const challenge = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const isClient = request.headers.authorization === basic(provider);
      if (isClient && grant?.challenge === challenge && grant.redirectUri === form.get('redirect_uri'))
        return grant.nonce;
      sendJson(response, isClient ? 400 : 401, { error: isClient ? 'invalid_grant' : 'invalid_client' });
      return undefined;
    },
  };
}

/** RFC 6749, section 2.3.1. */
function basic({ clientId, clientSecret }: OidcProvider): string {
  const encoded = [clientId, clientSecret].map((text) => new URLSearchParams({ x: text }).toString().slice(2));
  return `Basic ${Buffer.from(encoded.join(':')).toString('base64')}`;
}

function sendTokens(provider: OidcProvider, key: KeyObject, nonce: string, response: ServerResponse): void {
  const now = Math.floor(Date.now() / 1_000);
  const { issuer, clientId, claims } = provider;
  const token = signToken(key, { iss: issuer, aud: clientId, sub: 'ada', iat: now, exp: now + 300, nonce, ...claims });
  sendJson(response, 200, { access_token: 'opaque', token_type: 'Bearer', expires_in: 300, id_token: token });
}

function configuration(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
  };
}

function newKey(): { readonly key: KeyObject; readonly jwk: object } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { key: privateKey, jwk: publicKey.export({ format: 'jwk' }) };
}

/** RFC 7515, by ES256. */
function signToken(key: KeyObject, claims: object): string {
  const [header, payload] = [{ alg: 'ES256', kid: 'one' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = sign('sha256', Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' });
  return `${header}.${payload}.${signature.toString('base64url')}`;
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString();
}
