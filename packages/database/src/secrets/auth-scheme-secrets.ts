import type { Database } from '../postgres/database.ts';
import { actorJson } from '../audit/audit-rows.ts';
import type { SqlSession } from '../postgres/sql-session.ts';

/** The secret of an auth scheme, in clear text. */
export interface AuthSchemeSecret {
  readonly schemeId: string;
  readonly clientSecret: string;
}

/** Stores secrets of auth schemes encrypted, in the transaction that writes their connector. @throws SecretKeyError without a key. */
export async function storeAuthSchemeSecrets(
  tx: SqlSession,
  { secrets: box, origin }: Database,
  { organisationId, connectorId }: { readonly organisationId: string; readonly connectorId: string },
  secrets: readonly AuthSchemeSecret[],
): Promise<void> {
  for (const { schemeId, clientSecret } of secrets) {
    const sealed = box.seal(clientSecret, { organisationId, id: secretId(connectorId, schemeId) });
    await tx.$executeRaw`
      insert into auth_scheme_secrets (connector_id, scheme_id, secret, changed_by)
      values (${connectorId}, ${schemeId}, ${sealed}, ${actorJson(origin)})
      on conflict (connector_id, scheme_id) do update
         set secret = excluded.secret, changed_by = excluded.changed_by, updated_at = now()`;
  }
}

export async function deleteAuthSchemeSecret(tx: SqlSession, connectorId: string, schemeId: string): Promise<void> {
  await tx.$executeRaw`delete from auth_scheme_secrets where connector_id = ${connectorId} and scheme_id = ${schemeId}`;
}

/** What the secret is bound to when it is encrypted. `prepareSecrets` builds the same in SQL. */
function secretId(connectorId: string, schemeId: string): string {
  return `${connectorId}/${schemeId}`;
}
