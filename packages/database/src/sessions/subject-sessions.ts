import { randomBytes } from 'node:crypto';
import { createId } from '@connectory/encoding';
import type { Actor } from '@connectory/lifecycle';
import { hashToken } from '../api-keys/api-keys.ts';
import { insertAudit } from '../audit/record-audit.ts';
import type { ApiKeyRole } from '../generated/enums.ts';
import type { Database } from '../postgres/database.ts';
import { everyOrganisation, withAnyScope, withinScope } from '../scope/scope.ts';
import { type IssuedToken, sessionHours } from './sessions.ts';

/** Who an issuer has signed in, with what its claims allowed then. */
export interface SessionSubject {
  /** Identifies issuer and subject. */
  readonly id: string;
  /** Null for an operator. */
  readonly organisationId: string | null;
  readonly role: ApiKeyRole;
  readonly actor: Actor;
}

const prefix = 'cto_';

export function isSubjectSession(token: string): boolean {
  return token.startsWith(prefix);
}

/** Signs a browser in as a subject. */
export async function createSubjectSession(database: Database, subject: SessionSubject): Promise<IssuedToken> {
  const token = `${prefix}${randomBytes(32).toString('base64url')}`;
  const expiresAt = new Date(Date.now() + sessionHours * 3_600_000);
  const change = { action: 'session.created', organisationId: subject.organisationId } as const;
  await withinScope(
    everyOrganisation,
    () => database.sql.$executeRaw`
      with audited as (
        ${insertAudit(database.origin, change)}
      )
      insert into sessions (id, subject, kind, token_hash, expires_at)
      values (${createId()}, ${JSON.stringify(subject)}, 'session'::session_kind, ${hashToken(token)}, ${expiresAt})`,
  );
  return { token, expiresAt };
}

/** Finds the subject of a session. @returns undefined when the session has ended */
export async function authenticateSubject(database: Database, token: string): Promise<SessionSubject | undefined> {
  const [row] = await withAnyScope(
    () => database.sql.$queryRaw<{ subject: string }[]>`
      select subject from find_session_subject(${hashToken(token)}) as subject`,
  );
  return row === undefined ? undefined : parseSubject(row.subject);
}

/** Signs a browser of a subject out. */
export async function endSubjectSession(
  database: Database,
  { organisationId }: Pick<SessionSubject, 'organisationId'>,
  token: string,
): Promise<void> {
  const change = { action: 'session.ended', organisationId } as const;
  await withinScope(
    everyOrganisation,
    () => database.sql.$executeRaw`
      with audited as (
        ${insertAudit(database.origin, change)}
      )
      delete from sessions where token_hash = ${hashToken(token)} and subject is not null`,
  );
}

/** Only this service writes subjects. */
function parseSubject(text: string): SessionSubject {
  return JSON.parse(text) as SessionSubject;
}
