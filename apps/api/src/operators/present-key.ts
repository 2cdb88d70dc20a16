import { type ApiKeyResource, apiKeyScopes, type CreatedApiKey } from '@connectory/contract';
import type { ApiKeyRecord } from '@connectory/database';

/** An API key as the API sends it, without its secret. Fields that are undefined are not part of the JSON. */
export function presentKey(key: ApiKeyRecord): ApiKeyResource {
  return {
    id: key.id,
    organisationId: key.organisationId ?? undefined,
    name: key.name,
    role: key.role,
    scopes: knownScopes(key.scopes),
    prefix: key.prefix,
    status: statusOf(key),
    createdAt: key.createdAt.toISOString(),
    expiresAt: key.expiresAt?.toISOString(),
    lastUsedAt: key.lastUsedAt?.toISOString(),
    revokedAt: key.revokedAt?.toISOString(),
  };
}

/** The only response with the secret of a key. */
export function presentCreatedKey(created: { readonly key: ApiKeyRecord; readonly token: string }): CreatedApiKey {
  const secret: Omit<CreatedApiKey, keyof ApiKeyResource> = { token: created.token };
  return { ...presentKey(created.key), ...secret };
}

/** A scope that a later version stored is not shown; it allows nothing here. */
function knownScopes(scopes: readonly string[] | undefined): ApiKeyResource['scopes'] {
  return scopes && apiKeyScopes.filter((scope) => scopes.includes(scope));
}

function statusOf({ revokedAt, expiresAt }: ApiKeyRecord): ApiKeyResource['status'] {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt.getTime() <= Date.now() ? 'expired' : 'valid';
}
