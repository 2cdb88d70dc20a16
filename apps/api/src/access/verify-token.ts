import { createHash } from 'node:crypto';
import { operationRoles } from '@connectory/contract';
import { isId } from '@connectory/database';
import type { Logger, Settings } from '@connectory/runtime';
import { createRemoteJWKSet, customFetch, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { ApiError } from '../http/api-error.ts';
import { createFetchKeys } from './fetch-keys.ts';
import { includesRole, type Principal } from './principal.ts';

/** @returns undefined for an invalid token. @throws ApiError 503 when the keys of the issuer are not available. */
export type VerifyToken = (token: string) => Promise<Principal | undefined>;

/** Asymmetric algorithms only (RFC 8725, section 3.1): with a symmetric one, the public key could sign tokens. */
const signatureAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Tolerated difference between the clocks of the issuer and of this server. */
const clockToleranceSeconds = 30;

/** Timeout for fetching the keys of the issuer. */
const keysTimeoutMs = 5_000;

/** Lifetime of cached keys, and the minimum interval between fetches for an unknown key id. */
const keysCacheMs = 600_000;
const keysCooldownMs = 30_000;

/** Verifies tokens (RFC 7519) of the issuer in the settings; undefined if none is configured. */
export function createVerifyToken(settings: Settings, logger: Logger): VerifyToken | undefined {
  const { AUTH_JWKS_URL: url, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = settings;
  if (url === undefined || issuer === undefined || audience === undefined) return undefined;
  const verify = createVerifyJwt({ url, issuer, audience }, logger);
  return async (token) => {
    const payload = await verify(token);
    return payload && toPrincipal(payload, settings);
  };
}

/** @returns the claims of a valid token, else undefined. @throws ApiError 503 when the keys of the issuer are not available. */
export type VerifyJwt = (token: string) => Promise<JWTPayload | undefined>;

export interface TrustedIssuer {
  /** Of its keys. */
  readonly url: string;
  readonly issuer: string;
  readonly audience: string;
}

export function createVerifyJwt({ url, issuer, audience }: TrustedIssuer, logger: Logger): VerifyJwt {
  const keys = createRemoteJWKSet(new URL(url), {
    timeoutDuration: keysTimeoutMs,
    cacheMaxAge: keysCacheMs,
    cooldownDuration: keysCooldownMs,
    [customFetch]: createFetchKeys((kid, reason) => logger.warn({ kid, reason }, 'skipped a key of the token issuer')),
  });
  const expected = {
    issuer,
    audience,
    algorithms: signatureAlgorithms,
    clockTolerance: clockToleranceSeconds,
    // A token without it would never expire.
    requiredClaims: ['exp'],
  };
  return async (token) => {
    try {
      return (await verifyWithAnyKey(token, keys, expected)).payload;
    } catch (error) {
      if (error instanceof ApiError) throw error;
      // Besides its own errors, `jose` throws TypeError and DOMException for odd headers, claims and keys.
      logger.debug({ err: error }, 'rejected a token');
      return undefined;
    }
  };
}

/** Several keys may match a token without a key id. */
async function verifyWithAnyKey(token: string, keys: JWTVerifyGetKey, expected: Parameters<typeof jwtVerify>[2]) {
  try {
    return await jwtVerify(token, keys, expected);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      try {
        return await jwtVerify(token, key, expected);
      } catch (refusal) {
        if (!(refusal instanceof errors.JWSSignatureVerificationFailed)) throw refusal;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** The caller that claims name. @returns undefined for a token without an organisation, unless its role is operator. */
export function toPrincipal(payload: JWTPayload, settings: Settings): Principal | undefined {
  const role = highestRole(claim(payload, settings.AUTH_ROLES_CLAIM));
  const organisationId = claim(payload, settings.AUTH_ORGANISATION_CLAIM);
  const id = createHash('sha256')
    .update(JSON.stringify([payload.iss, payload.sub ?? organisationId]))
    .digest('base64url');
  const actor = { kind: 'token', id: payload.sub ?? id, name: payload.iss } as const;
  if (role === 'operator') return { kind: 'token', id, organisationId: null, role, actor };
  if (typeof organisationId !== 'string' || !isId(organisationId)) return undefined;
  return { kind: 'token', id, organisationId, role, actor };
}

/** Reads a claim by name, which may contain dots (`https://example.com/roles`), or by path (`realm_access.roles`). */
function claim(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? Reflect.get(inner, key) : undefined,
      payload,
    );
}

function highestRole(claimed: unknown): Principal['role'] {
  const words: readonly unknown[] =
    typeof claimed === 'string' ? claimed.split(/[\s,]+/) : Array.isArray(claimed) ? claimed : [];
  return operationRoles
    .filter((role) => role !== 'public' && words.includes(role))
    .reduce<Principal['role']>((highest, role) => (includesRole(role, highest) ? role : highest), 'public');
}
