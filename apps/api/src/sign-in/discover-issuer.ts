import { isLoopback } from '@connectory/runtime';
import { ApiError } from '../http/api-error.ts';

/** Addresses of an issuer, and what it supports (OpenID Connect Discovery 1.0, section 3). */
export interface Issuer {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly keysUrl: string;
  /** Whether its responses name it (RFC 9207). */
  readonly namesItself: boolean;
  /** Whether it takes the secret of a client in the body of a request only. */
  readonly takesSecretInBody: boolean;
}

const cacheMs = 600_000;
const timeoutMs = 5_000;
const retrySeconds = 5;

/** Whether a response cannot be changed on its way. */
function isProtected(url: string): boolean {
  return url.startsWith('https:') || isLoopback(new URL(url).hostname);
}

/** @returns a function that reads the configuration of an issuer, and keeps it for ten minutes. It throws ApiError 503. */
export function createDiscoverIssuer(issuer: string, now: () => number = Date.now): () => Promise<Issuer> {
  let kept: { readonly read: Promise<Issuer>; readonly until: number } | undefined;
  return () => {
    if (kept !== undefined && now() < kept.until) return kept.read;
    const read = readIssuer(issuer);
    kept = { read, until: now() + cacheMs };
    read.catch(() => (kept = undefined));
    return read;
  };
}

async function readIssuer(issuer: string): Promise<Issuer> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    if (response.status !== 200) throw new Error(`the configuration of the issuer has status ${response.status}`);
    return parseIssuer(issuer, Object(await response.json()));
  } catch (error) {
    throw issuerAway(error);
  }
}

/** @throws for a configuration that is not usable */
function parseIssuer(issuer: string, read: { readonly [name: string]: unknown }): Issuer {
  // Otherwise another issuer could stand in for it (OpenID Connect Discovery 1.0, section 4.3).
  if (read['issuer'] !== issuer) throw new Error(`the issuer calls itself ${String(read['issuer'])}`);
  const endpoint = (name: string): string => {
    const url = read[name];
    if (typeof url === 'string' && URL.canParse(url) && isProtected(url)) return url;
    throw new Error(`the configuration of the issuer has no ${name} with https`);
  };
  const methods = read['token_endpoint_auth_methods_supported'];
  return {
    issuer,
    authorizationEndpoint: endpoint('authorization_endpoint'),
    tokenEndpoint: endpoint('token_endpoint'),
    keysUrl: endpoint('jwks_uri'),
    namesItself: read['authorization_response_iss_parameter_supported'] === true,
    takesSecretInBody: Array.isArray(methods) && !methods.includes('client_secret_basic'),
  };
}

export function issuerAway(cause: unknown): ApiError {
  return new ApiError('unavailable', 'The issuer of the sign-in cannot be reached at the moment.', {
    headers: { 'Retry-After': String(retrySeconds) },
    cause,
  });
}
