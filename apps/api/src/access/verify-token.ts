import { createHash } from 'node:crypto';
import { operationRoles } from '@connectory/contract';
import { isId } from '@connectory/database';
import type { Settings } from '@connectory/runtime';
import { createRemoteJWKSet, errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { ApiError } from '../http/api-error.ts';
import { includesRole, type Principal } from './principal.ts';

/** @returns undefined for a token that is not to be trusted. @throws ApiError 503 when the issuer's keys cannot be had. */
export type VerifyToken = (token: string) => Promise<Principal | undefined>;

/** Asymmetric only (RFC 8725, section 3.1): with one of the others, whoever knows a public key could sign. */
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

/** How far the issuer's clock may be from ours. */
const clockToleranceSeconds = 30;

/** How long the issuer may take to give its keys. */
const keysTimeoutMs = 5_000;

/** How long its keys are taken as known; they are asked for earlier for a key id that is not among them, but not more often than this. */
const keysCacheMs = 600_000;
const keysCooldownMs = 30_000;

const keysRetrySeconds = 5;

/** Trusts the tokens of the issuer that the settings name (RFC 7519); undefined when they name none. */
export function createVerifyToken(settings: Settings): VerifyToken | undefined {
  const { AUTH_JWKS_URL: url, AUTH_ISSUER: issuer, AUTH_AUDIENCE: audience } = settings;
  if (url === undefined || issuer === undefined || audience === undefined) return undefined;
  const keys = telling503(
    createRemoteJWKSet(new URL(url), {
      timeoutDuration: keysTimeoutMs,
      cacheMaxAge: keysCacheMs,
      cooldownDuration: keysCooldownMs,
    }),
  );
  const expected = {
    issuer,
    audience,
    algorithms: signatureAlgorithms,
    clockTolerance: clockToleranceSeconds,
    // Without one a token would be good for ever.
    requiredClaims: ['exp'],
  };
  return async (token) => {
    try {
      return toPrincipal((await verifyWithAnyKey(token, keys, expected)).payload, settings);
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  };
}

/** Several keys may fit a token that names none. */
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

/** That the issuer's keys cannot be had is no fault of the token. */
function telling503(keys: JWTVerifyGetKey): JWTVerifyGetKey {
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      const ofToken =
        error instanceof errors.JWKSNoMatchingKey ||
        error instanceof errors.JWKSMultipleMatchingKeys ||
        error instanceof errors.JOSENotSupported;
      if (ofToken) throw error;
      throw new ApiError('unavailable', 'The keys of the issuer of this token cannot be had at the moment.', {
        headers: { 'Retry-After': String(keysRetrySeconds) },
        cause: error,
      });
    }
  };
}

/** @returns undefined for a token that names no organisation and does not need none. */
function toPrincipal(payload: JWTPayload, settings: Settings): Principal | undefined {
  const role = highestRole(claim(payload, settings.AUTH_ROLES_CLAIM));
  const organisationId = claim(payload, settings.AUTH_ORGANISATION_CLAIM);
  const id = createHash('sha256')
    .update(JSON.stringify([payload.iss, payload.sub ?? organisationId]))
    .digest('base64url');
  if (role === 'operator') return { kind: 'token', id, organisationId: null, role };
  if (typeof organisationId !== 'string' || !isId(organisationId)) return undefined;
  return { kind: 'token', id, organisationId, role };
}

/** A claim by its name, which may hold dots (`https://example.com/roles`), or by a path (`realm_access.roles`). */
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
