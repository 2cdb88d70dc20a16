import { setTimeout as pause } from 'node:timers/promises';
import { type Database, pingDatabase } from '../postgres/database.ts';
import { PooledSessionsError, requireOwnSessions } from '../postgres/own-sessions.ts';
import { NotMigratedError, requireMigrations, UnfitDatabaseError } from '../postgres/required-migrations.ts';
import { withAnyScope } from '../scope/scope.ts';
import { inspectRole, type RoleFindings } from './inspect-role.ts';
import type { ServiceKind } from './table-grants.ts';

/** The role lacks privileges that the service needs. */
export class MissingGrantsError extends UnfitDatabaseError {
  override readonly name = 'MissingGrantsError';
  constructor({ role, missing }: RoleFindings) {
    super(
      'lacks privileges for the service: run "connectory migrate"',
      `The role ${role} lacks privileges: ${missing.join(', ')}. ` +
        'Run "connectory migrate" with DATABASE_OWNER_URL, and with the URL of this role (docs/operating.md, "Database roles").',
    );
  }
}

/** The check of a process that its database responds and is migrated, and that the role of its connections may do what it needs. */
export interface DatabaseCheck {
  /** @throws UnfitDatabaseError, or the error of a database that cannot be reached. */
  run(): Promise<void>;
  /** What an operator must change before the database serves, as the last check found it. */
  fault(): UnfitDatabaseError | undefined;
  /** Resolves once the database was found sound. */
  readonly sound: Promise<void>;
  /** Ends the attempts at the start of the process. */
  stop(): void;
}

interface Log {
  warn(facts: object, text: string): void;
  error(facts: object, text: string): void;
}

const retryMs = 1_000;

/** Time between two checks, beside those of probes. */
const intervalMs = 5_000;

/** Logs when the database cannot be reached, and when it is back. */
export interface Outages {
  failed(error: Error): void;
  responded(): void;
}

type Check = Pick<DatabaseCheck, 'run' | 'fault'>;

function reportOutages(check: Check, outages: Outages): Check {
  const run = async (): Promise<void> => {
    try {
      await check.run();
      outages.responded();
    } catch (error) {
      if (error instanceof UnfitDatabaseError) outages.responded();
      else outages.failed(error instanceof Error ? error : new Error(String(error)));
      throw error;
    }
  };
  return { ...check, run };
}

/**
 * Starts to check, until the database was found sound: it may start after the process. Logs once what the role may do beyond the needs of the
 * service, and each state in which the database does not serve.
 */
export function startDatabaseCheck(database: Database, kind: ServiceKind, log: Log, outages: Outages): DatabaseCheck {
  const check = reportOutages(createCheck(database, kind, log), outages);
  const stopped = new AbortController();
  const untilSound = async (): Promise<void> => {
    for (;;) {
      try {
        return await check.run();
      } catch {
        await pause(retryMs, undefined, { signal: stopped.signal });
      }
    }
  };
  const sound = untilSound();
  // Rejects only when it is stopped.
  sound.catch(() => undefined);
  const timer = setInterval(() => void check.run().catch(() => undefined), intervalMs).unref();
  return {
    ...check,
    sound,
    stop: () => {
      stopped.abort();
      clearInterval(timer);
    },
  };
}

function createCheck(database: Database, kind: ServiceKind, log: Log): Check {
  let isSound = false;
  let fault: UnfitDatabaseError | undefined;
  const inspect = async (): Promise<void> => {
    try {
      if (!isSound) await requireOwnSessions(database.url);
      await requireMigrations(database);
      const findings = await inspectRole(database, kind);
      if (findings.missing.length > 0) throw new MissingGrantsError(findings);
      if (!isSound) warnOfPowers(findings, log);
      isSound = true;
      fault = undefined;
    } catch (error) {
      if (!(error instanceof UnfitDatabaseError)) throw error;
      if (error.message !== fault?.message) logFault(error, log);
      fault = error;
      throw error;
    }
  };
  return {
    // Once the database was found sound, a ping suffices: statements report a privilege that is revoked later.
    run: () => (isSound ? pingDatabase(database) : withAnyScope(inspect)),
    fault: () => fault,
  };
}

function logFault(error: UnfitDatabaseError, log: Log): void {
  if (error instanceof NotMigratedError)
    log.error({ missing: error.missing }, 'the database is not migrated: run "connectory migrate"');
  else if (error instanceof PooledSessionsError) log.error({ err: error }, `the database ${error.summary}`);
  else log.error({ err: error }, 'the role of the database lacks privileges');
}

function warnOfPowers({ role, powers }: RoleFindings, log: Log): void {
  if (powers.length === 0) return;
  log.warn(
    { role, powers },
    'the role of the database may do more than the service needs: see docs/operating.md, "Database roles"',
  );
}
