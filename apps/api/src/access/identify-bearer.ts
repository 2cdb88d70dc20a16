import {
  type ApiKeyRecord,
  authenticateApiKey,
  authenticateLink,
  authenticateSession,
  authenticateSubject,
  type Database,
  isSubjectSession,
} from '@connectory/database';
import { ApiError } from '../http/api-error.ts';
import type { Principal } from './principal.ts';
import type { VerifyToken } from './verify-token.ts';

/** Returns the caller of a bearer token, which is an API key or a JWT of the trusted issuer; undefined if it is neither. */
export type IdentifyBearer = (token: string) => Promise<Principal | undefined>;

/** Identifies callers by token. Nothing is cached, so every process rejects a revoked key at once. */
export function createIdentifyBearer(database: Database, verifyToken: VerifyToken | undefined): IdentifyBearer {
  return async (token) => {
    // A JWT has three parts separated by dots. API keys contain no dot.
    if (token.includes('.')) return verifyToken?.(token);
    const key = await authenticateApiKey(database, token);
    return key && toPrincipal(key);
  };
}

/** Identifies browsers by the token of their session. It is the caller of the key that the session is bound to, or its subject. */
export function createIdentifySession(database: Database): IdentifyBearer {
  return async (token) => {
    if (isSubjectSession(token)) {
      const subject = await authenticateSubject(database, token);
      return subject && { ...subject, kind: 'token', session: token };
    }
    const key = await authenticateSession(database, token);
    return key && { ...toPrincipal(key), session: token };
  };
}

/** Identifies a browser by the token of a sign-in link, which works once. */
export function createIdentifyLink(database: Database): IdentifyBearer {
  return async (token) => {
    const key = await authenticateLink(database, token);
    return key && toPrincipal(key);
  };
}

function toPrincipal({ id, organisationId, role, scopes, name }: ApiKeyRecord): Principal {
  const actor = { kind: organisationId === null ? 'operator-key' : 'key', id, name } as const;
  return { kind: 'key', id, organisationId, role, scopes, actor };
}

/** The token of an `Authorization` header; undefined when there is none. */
export function readBearer(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/-]+=*) *$/i.exec(authorization ?? '')?.[1];
}

export function missingToken(): ApiError {
  return new ApiError('unauthenticated', 'The request has no API key or token.', {
    headers: { 'WWW-Authenticate': bearerChallenge() },
  });
}

export function invalidToken(): ApiError {
  return new ApiError('unauthenticated', 'The API key or token is unknown, expired or revoked.', {
    headers: { 'WWW-Authenticate': bearerChallenge('error="invalid_token"') },
  });
}

/** RFC 6750, section 3: how to authenticate, and the error of the token. */
export function bearerChallenge(...attributes: readonly string[]): string {
  return ['Bearer realm="connectory"', ...attributes].join(', ');
}
