import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { FetchImplementation } from 'jose';
import { ApiError } from '../http/api-error.ts';

/** RFC 7518, section 3.3: RSA keys must have at least 2048 bits. */
const minRsaBits = 2_048;

/** More keys than an issuer has while it rotates them. */
const maxKeys = 1_000;

const keysRetrySeconds = 5;

/**
 * Fetches the key set of a token issuer (RFC 7517) without the keys that cannot verify a token. One odd key must not make the others
 * unusable, and `jose` rejects the whole set.
 * @param onSkipped called for each such key, with its id and the reason.
 * @returns a function that throws ApiError 503 when the set cannot be fetched, because the token may be valid.
 */
export function createFetchKeys(onSkipped: (kid: unknown, reason: string) => void): FetchImplementation {
  return async (url, options) => {
    try {
      const response = await fetch(url, options);
      if (response.status !== 200) throw new Error(`the key set has status ${response.status}`);
      const keys: unknown = Reflect.get(Object(await response.json()), 'keys');
      if (!Array.isArray(keys)) throw new Error('the key set has no list of keys');
      const usable = keys.slice(0, maxKeys).filter((key: unknown) => {
        const reason = findFault(key);
        if (reason !== undefined) onSkipped(Reflect.get(Object(key), 'kid'), reason);
        return reason === undefined;
      });
      return Response.json({ keys: usable });
    } catch (error) {
      throw new ApiError('unavailable', 'The keys of the token issuer cannot be fetched at the moment.', {
        headers: { 'Retry-After': String(keysRetrySeconds) },
        cause: error,
      });
    }
  };
}

/** @returns why a key cannot verify tokens; undefined if it can. */
function findFault(key: unknown): string | undefined {
  if (typeof key !== 'object' || key === null || Array.isArray(key)) return 'it is no object';
  const { alg, kid }: { alg?: unknown; kid?: unknown } = key;
  if ((alg !== undefined && typeof alg !== 'string') || (kid !== undefined && typeof kid !== 'string'))
    return 'its alg or kid is no text';
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: parseJwk(key), format: 'jwk' });
    const bits = asymmetricKeyDetails?.modulusLength ?? minRsaBits;
    if (asymmetricKeyType?.startsWith('rsa') === true && bits < minRsaBits) return `it has only ${bits} bits`;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Members of another type are rejected by `createPublicKey`. */
function parseJwk(key: object): JsonWebKey {
  return key as JsonWebKey;
}
