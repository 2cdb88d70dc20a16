import {
  connectorListJson,
  type ConnectorRecord,
  hasSecret,
  type ImportedSchemes,
  listEditedSchemes,
  OutputTooLargeError,
  parseStored,
  rememberDeleted,
  rememberEdited,
  revertScheme,
  type SchemeState,
  splitSecret,
  type StoredAuthScheme,
} from '@connectory/lifecycle';
import { actorJson } from '../audit/audit-rows.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import { inWriteTransaction, type WriteTransaction } from '../postgres/write-transaction.ts';
import { deleteAuthSchemeSecret, storeAuthSchemeSecrets } from '../secrets/auth-scheme-secrets.ts';
import { findConnector } from './connectors.ts';
import { lockConnector, type Precondition, requireConnector } from './lock-connector.ts';

/** A connector as a URL path names it. */
export interface NamedConnector {
  readonly organisationId: string;
  readonly connectorId: string;
  readonly condition?: Precondition<ConnectorRecord> | undefined;
}

export interface NamedAuthScheme extends NamedConnector {
  readonly schemeId: string;
}

export type AuthSchemeChange =
  | { readonly outcome: 'changed'; readonly connector: ConnectorRecord }
  | { readonly outcome: 'connector-not-found' }
  | { readonly outcome: 'auth-scheme-not-found' }
  /** The schemes of the connector would exceed their limit. */
  | { readonly outcome: 'too-large' };

/** Adds an auth scheme to a connector, or replaces it. Its secret is stored encrypted; without one, the present one is kept. */
export async function upsertAuthScheme(
  database: Database,
  named: NamedAuthScheme,
  given: StoredAuthScheme,
): Promise<AuthSchemeChange> {
  return changeSchemes(database, named, 'auth-scheme.changed', async (tx, { schemes, imported }) => {
    const existing = schemes.find(({ id }) => id === named.schemeId);
    const { scheme, clientSecret } = splitSecret(given, existing);
    const secrets = clientSecret === undefined ? [] : [{ schemeId: named.schemeId, clientSecret }];
    await storeAuthSchemeSecrets(tx, database, named, secrets);
    if (!hasSecret(scheme)) await deleteAuthSchemeSecret(tx, named.connectorId, named.schemeId);
    return {
      schemes: existing === undefined ? [...schemes, scheme] : schemes.map((it) => (it === existing ? scheme : it)),
      imported: rememberEdited(imported, existing, named.schemeId),
    };
  });
}

/** Deletes an auth scheme and its secret. One that an import wrote stays deleted as long as documents have it. */
export async function deleteAuthScheme(database: Database, named: NamedAuthScheme): Promise<AuthSchemeChange> {
  return changeSchemes(database, named, 'auth-scheme.deleted', async (tx, { schemes, imported }) => {
    const existing = schemes.find(({ id }) => id === named.schemeId);
    if (existing === undefined) return undefined;
    await deleteAuthSchemeSecret(tx, named.connectorId, named.schemeId);
    return { schemes: schemes.filter((it) => it !== existing), imported: rememberDeleted(imported, existing) };
  });
}

/** Makes an edited or deleted auth scheme as the document last had it, without a secret. Later imports treat it as not edited. */
export async function revertAuthScheme(database: Database, named: NamedAuthScheme): Promise<AuthSchemeChange> {
  return changeSchemes(database, named, 'auth-scheme.changed', async (tx, state) => {
    const reverted = revertScheme(state, named.schemeId);
    if (reverted !== undefined) await deleteAuthSchemeSecret(tx, named.connectorId, named.schemeId);
    return reverted;
  });
}

/** An auth scheme of a document that a user edited or deleted. */
export interface ListedSchemeEdit {
  readonly id: string;
  readonly state: 'edited' | 'deleted';
  /** As the document last had it. */
  readonly base: StoredAuthScheme;
}

/** @returns undefined when there is no such connector. */
export async function listSchemeEdits(
  database: Database,
  { organisationId, connectorId }: Pick<NamedAuthScheme, 'organisationId' | 'connectorId'>,
): Promise<readonly ListedSchemeEdit[] | undefined> {
  const row = await database.prisma.connector.findFirst({
    where: { id: connectorId, organisationId },
    select: { importedSchemes: true },
  });
  if (row === null) return undefined;
  return listEditedSchemes(parseStored<ImportedSchemes>(row.importedSchemes)).map(([id, { base, deleted }]) => {
    return { id, state: deleted === true ? 'deleted' : 'edited', base };
  });
}

async function changeSchemes(
  database: Database,
  named: NamedAuthScheme,
  action: 'auth-scheme.changed' | 'auth-scheme.deleted',
  change: (tx: WriteTransaction, state: SchemeState) => Promise<SchemeState | undefined>,
): Promise<AuthSchemeChange> {
  const { organisationId, connectorId, schemeId } = named;
  const refusal = await inWriteTransaction(database, async (tx) => {
    if ((await lockConnector(tx, organisationId, connectorId)) === undefined) return 'connector-not-found';
    await requireConnector(tx, connectorId, named.condition);
    const [row] = await tx.$queryRaw<{ schemes: string; imported: string }[]>`
      select auth_scheme_configs as schemes, imported_schemes as imported from connectors where id = ${connectorId}`;
    const changed = await change(tx, {
      schemes: parseStored<readonly StoredAuthScheme[]>(row?.schemes ?? '[]'),
      imported: parseStored<ImportedSchemes>(row?.imported ?? '{}'),
    });
    if (changed === undefined) return 'auth-scheme-not-found';
    await tx.$executeRaw`
      update connectors set auth_scheme_configs = ${connectorListJson(changed.schemes)},
             imported_schemes = ${JSON.stringify(changed.imported)}, updated_at = now(),
             changed_by = ${actorJson(database.origin)}
       where id = ${connectorId}`;
    const target = { kind: 'auth-scheme', id: schemeId };
    tx.beforeCommit(recordAudit(tx, database.origin, { action, organisationId, target, details: { connectorId } }));
    return undefined;
  }).catch((error: unknown) => {
    if (error instanceof OutputTooLargeError) return 'too-large' as const;
    throw error;
  });
  if (refusal !== undefined) return { outcome: refusal };
  const connector = await findConnector(database, organisationId, connectorId);
  return connector === undefined ? { outcome: 'connector-not-found' } : { outcome: 'changed', connector };
}

/** Replaces the tags, or the categories, of a connector. @returns false when the organisation has no such connector. */
export async function replaceLabels(
  database: Database,
  { organisationId, connectorId, condition }: NamedConnector,
  labels: { readonly tags: { readonly [key: string]: unknown } } | { readonly categories: readonly string[] },
): Promise<boolean> {
  return inWriteTransaction(database, async (tx) => {
    if ((await lockConnector(tx, organisationId, connectorId)) === undefined) return false;
    await requireConnector(tx, connectorId, condition);
    const changedBy = actorJson(database.origin);
    if ('tags' in labels)
      await tx.$executeRaw`
        update connectors set tags = ${JSON.stringify(labels.tags)}, updated_at = now(), changed_by = ${changedBy}
         where id = ${connectorId}`;
    else
      await tx.$executeRaw`
        update connectors set categories = ${[...labels.categories]}::text[], updated_at = now(), changed_by = ${changedBy}
         where id = ${connectorId}`;
    const target = { kind: 'connector', id: connectorId };
    const changed = 'tags' in labels ? 'tags' : 'categories';
    const audited = { action: 'connector.changed', organisationId, target, details: { changed } } as const;
    tx.beforeCommit(recordAudit(tx, database.origin, audited));
    return true;
  });
}
