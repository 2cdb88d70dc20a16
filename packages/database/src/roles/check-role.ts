import { setTimeout as pause } from 'node:timers/promises';
import { type Database, pingDatabase } from '../postgres/database.ts';
import { inspectRole, type RoleFindings } from './inspect-role.ts';
import type { ServiceKind } from './table-grants.ts';

/** The role lacks privileges that the service needs. */
export class MissingGrantsError extends Error {
  override readonly name = 'MissingGrantsError';
  constructor({ role, missing }: RoleFindings) {
    super(
      `The role ${role} lacks privileges: ${missing.join(', ')}. ` +
        'Run "connectory migrate" with DATABASE_OWNER_URL, and with the URL of this role (docs/operating.md, "Database roles").',
    );
  }
}

/** The check of a process that its database responds, and that the role of its connections may do what it needs. */
export interface DatabaseCheck {
  /** @throws MissingGrantsError, or the error of a database that cannot be reached. */
  run(): Promise<void>;
  /** Ends the attempts at the start of the process. */
  stop(): void;
}

interface Log {
  warn(facts: object, text: string): void;
  error(facts: object, text: string): void;
}

const retryMs = 5_000;

/**
 * Starts to check, until the role was found sound: the database may start after the process. Logs once what the role may do beyond the needs of
 * the service, and each set of missing privileges.
 */
export function startDatabaseCheck(database: Database, kind: ServiceKind, log: Log): DatabaseCheck {
  const run = createCheck(database, kind, log);
  const stopped = new AbortController();
  const untilSound = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        return await run();
      } catch {
        await pause(retryMs, undefined, { ref: false, signal: stopped.signal }).catch(() => undefined);
      }
    }
  };
  void untilSound();
  return { run, stop: () => stopped.abort() };
}

function createCheck(database: Database, kind: ServiceKind, log: Log): () => Promise<void> {
  let isSound = false;
  let reported = '';
  const inspect = async (): Promise<void> => {
    const findings = await inspectRole(database, kind);
    if (findings.missing.length > 0) {
      const error = new MissingGrantsError(findings);
      if (error.message !== reported) log.error({ err: error }, 'the role of the database lacks privileges');
      reported = error.message;
      throw error;
    }
    if (!isSound) warnOfPowers(findings, log);
    isSound = true;
  };
  // Once the role was found sound, a ping suffices: statements report a privilege that is revoked later.
  return () => (isSound ? pingDatabase(database) : inspect());
}

function warnOfPowers({ role, powers }: RoleFindings, log: Log): void {
  if (powers.length === 0) return;
  log.warn(
    { role, powers },
    'the role of the database may do more than the service needs: see docs/operating.md, "Database roles"',
  );
}
