import { parseSettings } from '@connectory/runtime';
import { createApiClient } from '../api-client.ts';
import { CliError } from '../cli-error.ts';
import { type DiffView, showDiff } from './show-diff.ts';
import { requireServer } from './import.ts';

export interface DiffCommandOptions {
  readonly json?: boolean;
  readonly annotations?: boolean;
}

/** So that a script can tell a breaking change from a diff that could not be had. */
const failureCode = 2;

/**
 * Shows what changed between two versions of a connector.
 * @returns the exit code: 0 when nothing breaks, 1 when something does. @throws CliError of exit code 2 for all else.
 */
export async function diffCommand(
  connector: string,
  from: string,
  to: string,
  options: DiffCommandOptions,
): Promise<number> {
  const text = await readDiff(connector, from, to);
  const diff = JSON.parse(text) as DiffView;
  const shown = options.json === true ? `${text}\n` : showDiff(diff, options.annotations === true);
  await new Promise((resolve) => process.stdout.write(shown, resolve));
  return diff.summary.breaking > 0 ? 1 : 0;
}

async function readDiff(connector: string, from: string, to: string): Promise<string> {
  try {
    return await createApiClient(await requireServer(parseSettings(process.env))).getDiff(connector, from, to);
  } catch (error) {
    throw error instanceof CliError ? new CliError(error.message, failureCode, error.code) : error;
  }
}
