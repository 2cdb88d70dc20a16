import { createHash, randomBytes } from 'node:crypto';
import { createId } from '@connectory/encoding';
import { actorJson } from '../audit/audit-rows.ts';
import { insertAudit, insertAuditOfChanged } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import type { ApiKeyRole } from '../generated/enums.ts';
import { everyOrganisation, withAnyScope, withinScope } from '../scope/scope.ts';
import { sqlFragment } from '../postgres/sql-fragment.ts';
import { maxCounted, type Page, type PageRequest, readPage } from '../postgres/page.ts';

export interface ApiKeyRecord {
  readonly id: string;
  /** Null for an operator's key, which is valid for all organisations. */
  readonly organisationId: string | null;
  readonly name: string;
  readonly role: ApiKeyRole;
  /** The first characters of the token. */
  readonly prefix: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
  /** Undefined for a key that may do everything its role allows. */
  readonly scopes: readonly string[] | undefined;
}

/** A row as it is stored. */
export interface StoredApiKey extends Omit<ApiKeyRecord, 'scopes'> {
  readonly scopes: string | null;
}

/** The columns of a `StoredApiKey`. */
export const storedKeyColumns = sqlFragment`
  id, organisation_id as "organisationId", name, role, prefix, created_at as "createdAt", expires_at as "expiresAt",
  last_used_at as "lastUsedAt", revoked_at as "revokedAt", scopes`;

function toRecord({ scopes, ...key }: StoredApiKey): ApiKeyRecord {
  return { ...key, scopes: scopes === null ? undefined : scopes.split(' ') };
}

export interface NewApiKey {
  /** Null for an operator's key. */
  readonly organisationId: string | null;
  readonly name: string;
  readonly role: ApiKeyRole;
  /** Default: never. */
  readonly expiresAt?: Date;
  /** Default: everything that the role allows. */
  readonly scopes?: readonly string[];
}

/** The last use of a key is recorded once a minute, to avoid a write per request. */
const lastUsedResolutionMs = 60_000;

const tokenPrefix = 'cty_';

/** A token has 256 random bits, so a fast hash is safe. */
export function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

const withoutHash = { omit: { tokenHash: true } } as const;

/** Creates a key. The token is returned only here. */
export async function createApiKey(database: Database, key: NewApiKey): Promise<{ key: ApiKeyRecord; token: string }> {
  const token = `${tokenPrefix}${randomBytes(32).toString('base64url')}`;
  const { organisationId, name, role, expiresAt, scopes } = key;
  const id = createId();
  const prefix = token.slice(0, tokenPrefix.length + 6);
  const { origin, sql } = database;
  const details = { name, role, scopes, expiresAt: expiresAt?.toISOString() };
  const change = { action: 'key.created', organisationId, target: { kind: 'key', id }, details } as const;
  const [created] = await sql.$queryRaw<{ createdAt: Date; expiresAt: Date | null }[]>`
    with audited as (
      ${insertAudit(origin, change)}
    )
    insert into api_keys (id, organisation_id, name, role, prefix, token_hash, expires_at, scopes, changed_by)
    values (${id}, ${organisationId}, ${name}, ${role}::api_key_role, ${prefix}, ${hashToken(token)}, ${expiresAt ?? null},
            ${scopes?.join(' ') ?? null}, ${actorJson(origin)})
    returning created_at as "createdAt", expires_at as "expiresAt"`;
  if (created === undefined) throw new Error(`key ${id} was not stored`);
  const unused = { lastUsedAt: null, revokedAt: null };
  return { key: { id, organisationId, name, role, prefix, ...created, ...unused, scopes }, token };
}

/** Finds the key of a token. @returns undefined when it is unknown, expired or revoked. */
export async function authenticateApiKey(database: Database, token: string): Promise<ApiKeyRecord | undefined> {
  if (!token.startsWith(tokenPrefix)) return undefined;
  const [key] = await withAnyScope(
    () => database.sql.$queryRaw<StoredApiKey[]>`
      select ${storedKeyColumns} from find_api_key(${hashToken(token)})`,
  );
  return key === undefined ? undefined : admitKey(database, key);
}

/** Records the use of a key that was found by its token, or by that of a session. @returns undefined when it is expired or revoked. */
export async function admitKey(database: Database, key: StoredApiKey): Promise<ApiKeyRecord | undefined> {
  if (key.revokedAt !== null) return undefined;
  const now = Date.now();
  if (key.expiresAt !== null && key.expiresAt.getTime() <= now) return undefined;
  if (key.lastUsedAt === null || now - key.lastUsedAt.getTime() > lastUsedResolutionMs) {
    await withinScope(key.organisationId ?? everyOrganisation, () => recordUse(database, key.id, now));
  }
  return toRecord(key);
}

async function recordUse(database: Database, id: string, now: number): Promise<void> {
  // The condition lets one of several concurrent requests write.
  await database.prisma.apiKey.updateMany({
    where: { id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(now - lastUsedResolutionMs) } }] },
    data: { lastUsedAt: new Date(now) },
  });
}

/** Selects keys of an organisation, and valid keys that were neither used nor created since a time. */
export interface ApiKeyFilter {
  readonly organisationId?: string;
  readonly unusedSince?: Date;
}

function whereOf({ organisationId, unusedSince }: ApiKeyFilter) {
  return {
    ...(organisationId === undefined ? {} : { organisationId }),
    ...(unusedSince === undefined
      ? {}
      : {
          revokedAt: null,
          createdAt: { lt: unusedSince },
          AND: [
            { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date() } }] },
            { OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: unusedSince } }] },
          ],
        }),
  };
}

/** Oldest first, including revoked keys unless the filter excludes them. */
export async function listApiKeys(database: Database, filter: ApiKeyFilter = {}): Promise<readonly ApiKeyRecord[]> {
  const keys = await database.prisma.apiKey.findMany({
    where: whereOf(filter),
    orderBy: { id: 'asc' },
    ...withoutHash,
  });
  return keys.map(toRecord);
}

/** One page, newest first, including revoked keys unless the filter excludes them. */
export async function pageApiKeys(
  database: Database,
  filter: ApiKeyFilter,
  request: PageRequest,
): Promise<Page<ApiKeyRecord>> {
  const where = whereOf(filter);
  const page = await readPage(request, {
    count: () => database.prisma.apiKey.count({ where, take: maxCounted }),
    read: ({ cursor, backwards, limit }) =>
      database.prisma.apiKey.findMany({
        where: { AND: [where, cursor === undefined ? {} : { id: backwards ? { gt: cursor } : { lt: cursor } }] },
        orderBy: { id: backwards ? 'asc' : 'desc' },
        take: limit,
        ...withoutHash,
      }),
    cursorOf: ({ id }) => id,
    cursorForm: /^[0-9A-Z]{26}$/,
  });
  return { ...page, items: page.items.map(toRecord) };
}

export async function findApiKey(database: Database, id: string): Promise<ApiKeyRecord | undefined> {
  const key = await database.prisma.apiKey.findFirst({ where: { id }, ...withoutHash });
  return key === null ? undefined : toRecord(key);
}

/** @returns false when there is no such key, or it is already revoked. */
export async function revokeApiKey(database: Database, id: string): Promise<boolean> {
  const { origin, sql } = database;
  const revoked = await sql.$queryRaw<unknown[]>`
    with changed as (
      update api_keys set revoked_at = now(), changed_by = ${actorJson(origin)}
       where id = ${id} and revoked_at is null
      returning organisation_id
    ), audited as (
      ${insertAuditOfChanged(origin, { action: 'key.revoked', target: { kind: 'key', id } })}
    )
    select 1 from changed`;
  return revoked.length === 1;
}
