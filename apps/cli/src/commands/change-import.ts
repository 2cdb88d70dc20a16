import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createApiClient } from '../client/api-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { commandName } from '../output/command-name.ts';
import { counted } from '../output/counted.ts';
import { writeJson } from '../output/results.ts';
import { requireServer } from '../stack/server.ts';

interface ChangeOptions {
  readonly json?: boolean;
}

interface RetryOptions extends ChangeOptions {
  readonly failed?: string;
  readonly all?: boolean;
}

/** Adds `connectory cancel` and `connectory retry`. */
export function addImportChangeCommands(program: Command): void {
  program
    .command('cancel <import>')
    .description('cancel an import that has not ended')
    .option('--json', 'print the import as JSON')
    .action((id: string, options: ChangeOptions) => changeImport(id, 'cancel', options));
  program
    .command('retry [import]')
    .description('queue a failed or cancelled import again, with the same document; or all that failed for one reason')
    .option('--failed <code>', 'all imports that failed with this code, for example import_attempts_exhausted')
    .option('--all', 'with --failed: those of all organisations; requires an operator key')
    .option('--json', 'print the import, or the counts, as JSON')
    .action(retry);
}

async function retry(id: string | undefined, options: RetryOptions): Promise<void> {
  if ((id === undefined) === (options.failed === undefined))
    throw new CliError('Name an import to retry, or a code with --failed.', 2);
  if (options.all === true && options.failed === undefined) throw new CliError('--all needs --failed.', 2);
  if (id !== undefined) return changeImport(id, 'retry', options);
  // Other commands do not load the contract.
  const { retryFailed } = await import('./retry-failed.ts');
  const counts = await retryFailed(options.failed ?? '', options.all === true);
  if (options.json === true) return writeJson(counts);
  const skipped = Object.entries(counts.skipped).map(([code, imports]) => `; ${imports} not retried: ${code}`);
  process.stderr.write(`${counted(counts.retried, 'import')} queued again${skipped.join('')}\n`);
}

async function changeImport(id: string, verb: 'cancel' | 'retry', { json }: ChangeOptions): Promise<void> {
  const client = createApiClient(await requireServer(parseSettings(process.env)));
  const changed = await client.changeImport(id, verb);
  if (json === true) await writeJson(changed);
  else process.stderr.write(`import ${id} is ${changed.status}; ${commandName()} show ${id} --follow\n`);
}
