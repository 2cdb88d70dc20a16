import type { ImportError, ImportResource, ImportResult } from '@connectory/contract';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { type ApiClient, createApiClient } from '../client/api-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { withServer } from '../stack/server.ts';
import { createProgressDisplay } from '../views/show-progress.ts';
import { showConsoleLink, showFailure, showSummary } from '../views/show-summary.ts';
import { readOverlays, readSource, submitSource, type SubmitOptions } from './submit-source.ts';

interface ImportCommandOptions extends SubmitOptions {
  readonly json?: boolean;
}

const pollMs = 200;

/** Adds `connectory import`. It exits with 0 when the import succeeded and with 1 when it failed. */
export function addImportCommand(program: Command): void {
  program
    .command('import <file-or-url>')
    .description('import an OpenAPI document; starts the service temporarily when none is running')
    .option('--connector <id>', 'add a version to this connector; default: create a connector')
    .option('--name <name>', 'name of the new connector; default: the title of the document')
    .option('--version <version>', 'name of the version; default: the version of the document')
    .option('--replace', 'replace the draft with the same version name and keep its ids')
    .option('--edits <choice>', 'what becomes of edits by hand in a replaced draft: keep, discard or fail')
    .option('--edits-from <version>', 'for a new version: take over the edits of this one')
    .option('--include <field=glob...>', 'import matching operations only: tags=, paths=, methods= or operationIds=')
    .option('--exclude <field=glob...>', 'skip matching operations')
    .option('--root <path>', 'path of the root document in an archive; default: found by references')
    .option('--overlay <file...>', 'apply these OpenAPI overlays, in this order, to this import')
    .option('--dry-run', 'show the result and the changes, and store nothing')
    .option('--strict', 'fail when any message is an error')
    .option('--json', 'print the result as JSON')
    .action(async (source: string, options: ImportCommandOptions) => {
      process.exitCode = await runImport(source, options);
    });
}

async function runImport(source: string, options: ImportCommandOptions): Promise<number> {
  if (options.connector !== undefined && options.version === undefined) {
    throw new CliError('--connector requires the name of the version to create: add --version 1.0.0.', 2);
  }
  if (options.connector !== undefined && options.name !== undefined) {
    throw new CliError('--name applies to a new connector only: remove --name or --connector.', 2);
  }
  const document = await readSource(source);
  const overlays = await readOverlays(options.overlay);
  return withServer(parseSettings(process.env), async (server, isTemporary) => {
    const client = createApiClient(server);
    const ended = await followImport(client, await submitSource(client, { document, overlays }, options));
    const exitCode = await printResult(client, ended, options.json === true);
    // A server that ends with this command has no pages afterwards.
    if (!isTemporary && options.json !== true) process.stdout.write(showConsoleLink(ended));
    return exitCode;
  });
}

async function followImport(client: ApiClient, accepted: ImportResource): Promise<ImportResource> {
  const display = createProgressDisplay();
  try {
    let current = accepted;
    while (current.status === 'queued' || current.status === 'running') {
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      current = await client.getImport(accepted.links.self);
      display.update(current);
    }
    return current;
  } finally {
    display.stop();
  }
}

/** @returns the exit code of the command. */
async function printResult(client: ApiClient, ended: ImportResource, json: boolean): Promise<number> {
  const { ok, text } = await client.getResult(ended.links.result);
  if (json) {
    await new Promise((resolve) => process.stdout.write(`${text}\n`, resolve));
  } else if (ok) {
    const { connector, messages } = JSON.parse(text) as ImportResult;
    process.stdout.write(showSummary(ended, connector.name, messages));
  } else {
    process.stdout.write(showFailure(JSON.parse(text) as ImportError));
  }
  return ok ? 0 : 1;
}
