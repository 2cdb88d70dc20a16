import { createHash, randomBytes } from 'node:crypto';
import { createId } from '../ids/create-id.ts';
import type { Database } from '../postgres/database.ts';
import type { ApiKeyRole } from '../generated/enums.ts';
import { type Page, type PageRequest, readPage } from '../postgres/page.ts';

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
}

/** The last use of a key is recorded once a minute, to avoid a write per request. */
const lastUsedResolutionMs = 60_000;

const tokenPrefix = 'cty_';

// A token has 256 random bits, so a fast hash is safe.
function hashToken(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(token).digest());
}

const withoutHash = { omit: { tokenHash: true } } as const;

/** Creates a key. The token is returned only here. */
export async function createApiKey(
  database: Database,
  key: { organisationId: string | null; name: string; role: ApiKeyRole; expiresAt?: Date },
): Promise<{ key: ApiKeyRecord; token: string }> {
  const token = `${tokenPrefix}${randomBytes(32).toString('base64url')}`;
  const record = await database.prisma.apiKey.create({
    data: {
      id: createId(),
      organisationId: key.organisationId,
      name: key.name,
      role: key.role,
      prefix: token.slice(0, tokenPrefix.length + 6),
      tokenHash: hashToken(token),
      expiresAt: key.expiresAt ?? null,
    },
    ...withoutHash,
  });
  return { key: record, token };
}

/** Finds the key of a token. @returns undefined when it is unknown, expired or revoked. */
export async function authenticateApiKey(database: Database, token: string): Promise<ApiKeyRecord | undefined> {
  if (!token.startsWith(tokenPrefix)) return undefined;
  const [key] = await database.sql.$queryRaw<ApiKeyRecord[]>`
    select id, organisation_id as "organisationId", name, role, prefix, created_at as "createdAt", expires_at as "expiresAt",
           last_used_at as "lastUsedAt", revoked_at as "revokedAt"
      from api_keys where token_hash = ${hashToken(token)}`;
  if (key === undefined || key.revokedAt !== null) return undefined;
  const now = Date.now();
  if (key.expiresAt !== null && key.expiresAt.getTime() <= now) return undefined;
  if (key.lastUsedAt === null || now - key.lastUsedAt.getTime() > lastUsedResolutionMs) {
    // The condition lets one of several concurrent requests write.
    await database.prisma.apiKey.updateMany({
      where: { id: key.id, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: new Date(now - lastUsedResolutionMs) } }] },
      data: { lastUsedAt: new Date(now) },
    });
  }
  return key;
}

/** All keys, or those of an organisation, oldest first, including revoked ones. */
export async function listApiKeys(database: Database, organisationId?: string): Promise<readonly ApiKeyRecord[]> {
  return database.prisma.apiKey.findMany({
    ...(organisationId === undefined ? {} : { where: { organisationId } }),
    orderBy: { id: 'asc' },
    ...withoutHash,
  });
}

/** One page of all keys, or of those of an organisation, newest first, including revoked ones. */
export async function pageApiKeys(
  database: Database,
  filter: { readonly organisationId?: string },
  request: PageRequest,
): Promise<Page<ApiKeyRecord>> {
  const where = filter.organisationId === undefined ? {} : { organisationId: filter.organisationId };
  return readPage(request, {
    count: () => database.prisma.apiKey.count({ where }),
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
}

export async function findApiKey(database: Database, id: string): Promise<ApiKeyRecord | undefined> {
  return (await database.prisma.apiKey.findUnique({ where: { id }, ...withoutHash })) ?? undefined;
}

/** @returns false when there is no such key, or it is already revoked. */
export async function revokeApiKey(database: Database, id: string): Promise<boolean> {
  const { count } = await database.prisma.apiKey.updateMany({
    where: { id, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count === 1;
}
