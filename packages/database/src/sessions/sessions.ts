import { randomBytes } from 'node:crypto';
import { createId } from '@connectory/encoding';
import { admitKey, type ApiKeyRecord, hashToken, type StoredApiKey, storedKeyColumns } from '../api-keys/api-keys.ts';
import { insertAudit } from '../audit/record-audit.ts';
import type { Database } from '../postgres/database.ts';
import type { SqlFragment } from '../postgres/sql-fragment.ts';
import { everyOrganisation, withAnyScope, withinScope } from '../scope/scope.ts';

/** How long a browser stays signed in. It ends sooner with its key. */
export const sessionHours = 12;

/** How long a link that signs in can be used. */
const linkSeconds = 60;

const sessionPrefix = 'cts_';
const linkPrefix = 'ctl_';

/** A token that is returned only once, and when it ends to work. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: Date;
}

interface KeyOfSession {
  readonly id: string;
  readonly organisationId: string | null;
}

/** Signs a browser in with a key. */
export function createSession(database: Database, key: KeyOfSession): Promise<IssuedToken> {
  return issue(database, key, { kind: 'session', prefix: sessionPrefix, seconds: sessionHours * 3_600 });
}

/** Creates a link that signs a browser in with a key, once. */
export function createSignInLink(database: Database, key: KeyOfSession): Promise<IssuedToken> {
  return issue(database, key, { kind: 'link', prefix: linkPrefix, seconds: linkSeconds });
}

interface TokenKind {
  readonly kind: 'session' | 'link';
  readonly prefix: string;
  readonly seconds: number;
}

async function issue(
  database: Database,
  key: KeyOfSession,
  { kind, prefix, seconds }: TokenKind,
): Promise<IssuedToken> {
  const token = `${prefix}${randomBytes(32).toString('base64url')}`;
  const action = kind === 'session' ? 'session.created' : 'sign-in-link.created';
  const expiresAt = new Date(Date.now() + seconds * 1000);
  // Expired rows of the key go with each new one, so that they do not accumulate.
  await database.sql.$executeRaw`
    with audited as (
      ${auditOfKey(database, action, key)}
    ), removed as (
      delete from sessions where key_id = ${key.id} and expires_at < now()
    )
    insert into sessions (id, key_id, kind, token_hash, expires_at)
    values (${createId()}, ${key.id}, ${kind}::session_kind, ${hashToken(token)}, ${expiresAt})`;
  return { token, expiresAt };
}

function auditOfKey(
  { origin }: Database,
  action: 'session.created' | 'session.ended' | 'sign-in-link.created',
  { id, organisationId }: KeyOfSession,
): SqlFragment {
  return insertAudit(origin, { action, organisationId, target: { kind: 'key', id } });
}

/** Finds the key of a session. @returns undefined when the session has ended, or its key is expired or revoked. */
export async function authenticateSession(database: Database, token: string): Promise<ApiKeyRecord | undefined> {
  if (!token.startsWith(sessionPrefix)) return undefined;
  const [key] = await withAnyScope(
    () => database.sql.$queryRaw<StoredApiKey[]>`
      select ${storedKeyColumns} from find_session_key(${hashToken(token)})`,
  );
  return key === undefined ? undefined : admitKey(database, key);
}

export function isSignInLink(token: string): boolean {
  return token.startsWith(linkPrefix);
}

/** Uses a link up and finds its key. @returns undefined when it was used, is too old, or its key is expired or revoked. */
export async function authenticateLink(database: Database, token: string): Promise<ApiKeyRecord | undefined> {
  const [key] = await withAnyScope(
    () => database.sql.$queryRaw<StoredApiKey[]>`
      select ${storedKeyColumns} from use_sign_in_link(${hashToken(token)})`,
  );
  return key === undefined ? undefined : admitKey(database, key);
}

/** When a session ends, unless its key does before. */
export async function findSessionEnd(database: Database, token: string): Promise<Date | undefined> {
  // A session of a subject is in no organisation.
  return withinScope(everyOrganisation, async () => {
    const where = { tokenHash: hashToken(token) };
    const session = await database.prisma.session.findFirst({ where, select: { expiresAt: true } });
    return session?.expiresAt;
  });
}

/** Signs a browser out. */
export async function endSession(database: Database, key: KeyOfSession, token: string): Promise<void> {
  await database.sql.$executeRaw`
    with audited as (
      ${auditOfKey(database, 'session.ended', key)}
    )
    delete from sessions where key_id = ${key.id} and token_hash = ${hashToken(token)}`;
}

/** Removes sessions and links whose time is over. Workers can do no more with them. @returns the number removed, at most `limit` */
export async function removeExpiredSessions(database: Database, { limit }: { limit: number }): Promise<number> {
  const [row] = await database.sql.$queryRaw<{ removed: bigint }[]>`
    select remove_expired_sessions(${limit}::int) as removed`;
  return Number(row?.removed ?? 0);
}

/** Signs out all browsers that are signed in with a key, and makes its links useless. */
export async function endSessionsOfKey(database: Database, key: KeyOfSession): Promise<void> {
  await database.sql.$executeRaw`
    with audited as (
      ${auditOfKey(database, 'session.ended', key)}
    )
    delete from sessions where key_id = ${key.id}`;
}
