import type { VersionDiff } from '@connectory/contract';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createApiClient } from '../client/api-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { requireServer } from '../stack/server.ts';
import { showDiff } from '../views/show-diff.ts';

interface DiffCommandOptions {
  readonly json?: boolean;
  readonly annotations?: boolean;
}

/** Differs from 1, so that a script can distinguish a breaking change from a diff that could not be read. */
const failureCode = 2;

/** Adds `connectory diff`. It exits with 0 without breaking changes, with 1 with some, and with 2 on any error. */
export function addDiffCommand(program: Command): void {
  program
    .command('diff <connector> <from> <to>')
    .description('show the changes between two versions of a connector; exits with 1 when any change is breaking')
    .option('--annotations', 'show changes of annotations too')
    .option('--json', 'print the diff as JSON')
    .action(async (connector: string, from: string, to: string, options: DiffCommandOptions) => {
      process.exitCode = await runDiff(connector, from, to, options);
    });
}

async function runDiff(connector: string, from: string, to: string, options: DiffCommandOptions): Promise<number> {
  const text = await readDiff(connector, from, to);
  const diff = JSON.parse(text) as VersionDiff;
  await (options.json === true ? writeJson(text) : writeResult(showDiff(diff, options.annotations === true)));
  return diff.summary.breaking > 0 ? 1 : 0;
}

async function readDiff(connector: string, from: string, to: string): Promise<string> {
  try {
    return await createApiClient(await requireServer(parseSettings(process.env))).getDiff(connector, from, to);
  } catch (error) {
    throw error instanceof CliError ? new CliError(error.message, failureCode, error.code) : error;
  }
}
