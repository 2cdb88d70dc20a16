import { SettingsError } from '@connectory/runtime';
import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { explainSystemError } from './explain-system-error.ts';

/** Prints an error on standard error. @returns the exit code of the process. */
export function reportError(error: unknown): number {
  // Commander has printed its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const explained = explainSystemError(error);
  const message = explained ?? (error instanceof Error ? error.message : String(error));
  process.stderr.write(
    explained !== undefined || isExpected(error)
      ? `${message}\n`
      : `Unexpected error: ${message} (set DEBUG=1 for the stack trace)\n`,
  );
  if (process.env['DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  if (error instanceof SettingsError) return 2;
  return error instanceof CliError ? error.exitCode : 1;
}

/** By name, because most commands do not load the packages of these errors. */
const serviceErrors = new Set(['EmbeddedPostgresError', 'MigrationError', 'PooledSessionsError', 'RoleError']);

function isExpected(error: unknown): boolean {
  return (
    error instanceof CliError ||
    error instanceof SettingsError ||
    (error instanceof Error && serviceErrors.has(error.name))
  );
}
