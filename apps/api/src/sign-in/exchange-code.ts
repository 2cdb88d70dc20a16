import { type Issuer, issuerAway } from './discover-issuer.ts';
import { SignInError } from './sign-in-error.ts';

export interface Client {
  readonly id: string;
  /** Undefined for a public client, which PKCE alone protects. */
  readonly secret: string | undefined;
}

export interface CodeExchange {
  readonly code: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

const timeoutMs = 10_000;

/** Exchanges a code for an ID token (RFC 6749, section 4.1.3, with RFC 7636). @throws SignInError, or ApiError 503 */
export async function exchangeCode(issuer: Issuer, client: Client, exchange: CodeExchange): Promise<string> {
  const { code, verifier, redirectUri } = exchange;
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
  const headers = new Headers({ Accept: 'application/json' });
  if (client.secret !== undefined && !issuer.takesSecretInBody) headers.set('Authorization', basic(client));
  else {
    form.set('client_id', client.id);
    if (client.secret !== undefined) form.set('client_secret', client.secret);
  }
  const response = await post(issuer.tokenEndpoint, headers, form);
  const body: unknown = await response.json().catch(() => undefined);
  const token: unknown = Reflect.get(Object(body), 'id_token');
  if (response.status === 200 && typeof token === 'string') return token;
  const error: unknown = Reflect.get(Object(body), 'error');
  throw new SignInError('refused', `the token endpoint responded ${response.status} ${String(error)}`);
}

async function post(url: string, headers: Headers, body: URLSearchParams): Promise<Response> {
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { method: 'POST', redirect: 'error', headers, body, signal });
    if (response.status >= 500) throw new Error(`the token endpoint has status ${response.status}`);
    return response;
  } catch (error) {
    throw issuerAway(error);
  }
}

/** RFC 6749, section 2.3.1: both are form-encoded first. */
function basic({ id, secret = '' }: Client): string {
  const encoded = [id, secret].map((text) => new URLSearchParams({ x: text }).toString().slice(2)).join(':');
  return `Basic ${Buffer.from(encoded).toString('base64')}`;
}
