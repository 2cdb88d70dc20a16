import { randomBytes } from 'node:crypto';
import { createId } from '@connectory/encoding';
import { hashToken } from '../api-keys/api-keys.ts';
import { actorJson } from '../audit/audit-rows.ts';
import { insertAudit, insertAuditOfChanged } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import { withAnyScope } from '../scope/scope.ts';

const sharePrefix = 'ctr_';

/** The import that a link shows, and nothing else. */
export interface SharedTarget {
  readonly organisationId: string;
  readonly importId: string;
}

/** A link to one import, which works without a key. */
export interface Share {
  readonly id: string;
  /** JSON object of Actor. */
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
}

/** Creates a link to an import. Only the hash of its token is stored. @param days until it ends. */
export async function createShare(
  database: Database,
  { organisationId, importId }: SharedTarget,
  days: number,
): Promise<{ readonly share: Share; readonly token: string }> {
  const id = createId();
  const token = `${sharePrefix}${randomBytes(32).toString('base64url')}`;
  const createdBy = actorJson(database.origin);
  const audited = insertAudit(database.origin, {
    action: 'share.created',
    organisationId,
    target: { kind: 'import', id: importId },
    details: { shareId: id, days },
  });
  const rows = await database.sql.$queryRaw<Share[]>`
    with audited as (${audited})
    insert into shares (id, organisation_id, import_id, token_hash, created_by, expires_at)
    values (${id}, ${organisationId}, ${importId}, ${hashToken(token)}, ${createdBy}, now() + make_interval(days => ${days}::int))
    returning id, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt"`;
  const [share] = rows;
  if (share === undefined) throw new Error('a share is missing right after it was stored');
  return { share, token };
}

/** The links to an import, newest first, with those that have ended. */
export async function listShares(
  database: Database,
  { organisationId, importId }: SharedTarget,
): Promise<readonly Share[]> {
  return database.sql.$queryRaw<Share[]>`
    select id, created_by as "createdBy", created_at as "createdAt", expires_at as "expiresAt", revoked_at as "revokedAt"
      from shares where organisation_id = ${organisationId} and import_id = ${importId} order by id desc limit 1000`;
}

/** Ends a link at once. Repeating it changes nothing. @returns whether the import has such a link. */
export async function revokeShare(database: Database, target: SharedTarget, shareId: string): Promise<boolean> {
  const { organisationId, importId } = target;
  const audited = insertAuditOfChanged(database.origin, {
    action: 'share.revoked',
    target: { kind: 'import', id: importId },
    details: { shareId },
  });
  await database.sql.$executeRaw`
    with changed as (
      update shares set revoked_at = now()
       where id = ${shareId} and organisation_id = ${organisationId} and import_id = ${importId} and revoked_at is null
      returning organisation_id
    )
    ${audited}`;
  const [found] = await database.sql.$queryRaw<{ id: string }[]>`
    select id from shares where id = ${shareId} and organisation_id = ${organisationId} and import_id = ${importId}`;
  return found !== undefined;
}

/** Finds the import of a link. @returns undefined for a token that is unknown, expired or revoked. */
export async function findShare(
  database: Database,
  token: string,
): Promise<(SharedTarget & { readonly expiresAt: Date }) | undefined> {
  if (!token.startsWith(sharePrefix)) return undefined;
  const [share] = await withAnyScope(
    () => database.sql.$queryRaw<(SharedTarget & { readonly expiresAt: Date })[]>`
      select organisation_id as "organisationId", import_id as "importId", expires_at as "expiresAt"
        from find_share(${hashToken(token)})`,
  );
  return share;
}
