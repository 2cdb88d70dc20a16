import { authenticateApiKey, type Database } from '@connectory/database';
import { ApiError } from '../http/api-error.ts';
import type { Principal } from './principal.ts';

/** The caller behind an `Authorization` header. @throws ApiError 401 when there is none. */
export type Authenticate = (authorization: string | undefined) => Promise<Principal>;

/** RFC 6750, section 3: how to authenticate, and what was wrong with the token that was sent. */
const challenge = 'Bearer realm="connectory"';

/** Knows callers by API keys. Nothing is cached: a key that is revoked is refused by every process from then on. */
export function createAuthenticate(database: Database): Authenticate {
  return async (authorization) => {
    const token = /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) {
      const message = 'The request carries no API key.';
      throw new ApiError('unauthenticated', message, { headers: { 'WWW-Authenticate': challenge } });
    }
    const key = await authenticateApiKey(database, token);
    if (key === undefined) throw invalidToken('The API key is unknown, expired or revoked.');
    return { kind: 'key', id: key.id, organisationId: key.organisationId, role: key.role };
  };
}

function invalidToken(message: string): ApiError {
  return new ApiError('unauthenticated', message, {
    headers: { 'WWW-Authenticate': `${challenge}, error="invalid_token"` },
  });
}
