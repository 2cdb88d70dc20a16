import type { ImportError, ImportResource, ImportResult } from '@connectory/client';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { type ApiClient, createApiClient } from '../client/api-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { onInterruption } from '../output/interruption.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { type Server, withServer } from '../stack/server.ts';
import { countPlaces } from '../views/count-places.ts';
import { showNextSteps } from '../views/show-next-steps.ts';
import { showFailure, showSummary } from '../views/show-summary.ts';
import { describeLeftImport, followImport } from './follow-import.ts';
import { parseFilter } from './parse-filter.ts';
import { downloadSource, isRefusedUrl, readOverlays, readSource, type Source, submitSource } from './submit-source.ts';
import type { SubmitOptions } from './submit-source.ts';

interface ImportCommandOptions extends SubmitOptions {
  readonly json?: boolean;
}

/** Adds `connectory import`. It exits with 0 when the import succeeded and with 1 when it failed. */
export function addImportCommand(program: Command): void {
  program
    .command('import <file-or-url>')
    .description(
      'import an OpenAPI document: a file, a URL, or - for standard input; starts the service temporarily when none is running',
    )
    .option('--connector <id>', 'add a version to this connector; default: create a connector')
    .option('--name <name>', 'name of the new connector; default: the title of the document')
    .option('--version <version>', 'name of the version; default: the version of the document')
    .option('--replace', 'replace the draft with the same version name and keep its ids')
    .option(
      '--edits <choice>',
      'what becomes of edits by hand in a replaced draft: keep, discard or fail; default: keep',
    )
    .option('--edits-from <version>', 'for a new version: take over the edits of this one')
    .option(
      '--include <field=glob...>',
      'import matching operations only: tags=, paths=, methods= or operationIds=; default: all',
    )
    .option('--exclude <field=glob...>', 'skip matching operations; fields as in --include')
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
  // Before a server is started for nothing.
  for (const filter of [options.include, options.exclude]) parseFilter(filter);
  const document = await readSource(source);
  const overlays = await readOverlays(options.overlay);
  return withServer(parseSettings(process.env), async (server) => {
    const client = createApiClient(server);
    const submitted = { document, overlays };
    let ended = await submitAndFollow(client, server, submitted, options);
    if (isRefusedUrl(ended)) {
      // The server fetches public addresses only. This machine may reach the host.
      const downloaded = await downloadSource(ended.schemaURL);
      ended = await submitAndFollow(client, server, { ...submitted, document: downloaded }, options);
    }
    return printResult(client, server, ended, options.json === true);
  });
}

async function submitAndFollow(
  client: ApiClient,
  server: Server,
  submitted: { readonly document: Source; readonly overlays: Parameters<typeof submitSource>[1]['overlays'] },
  options: SubmitOptions,
): Promise<ImportResource> {
  let accepted: ImportResource | undefined;
  const describe = (): string =>
    accepted === undefined ? 'Interrupted before the document was uploaded.' : describeLeftImport(accepted);
  // A temporary server has a text for interruptions of its own.
  const stopListening = server.isTemporary ? () => undefined : onInterruption(describe);
  try {
    accepted = await submitSource(client, submitted, options);
    return await followImport(client, accepted);
  } finally {
    stopListening();
  }
}

/** @returns the exit code of the command. */
async function printResult(client: ApiClient, server: Server, ended: ImportResource, json: boolean): Promise<number> {
  const { ok, text } = await client.getResult(ended.id);
  if (json) {
    await writeJson(text);
    return ok ? 0 : 1;
  }
  const places = await countPlaces(client, ended.id);
  if (ok) {
    const { connector, messages } = JSON.parse(text) as ImportResult;
    await writeResult(showSummary(ended, connector.name, { messages, places }));
  } else {
    await writeResult(showFailure(JSON.parse(text) as ImportError, { id: ended.id, places }));
  }
  process.stderr.write(showNextSteps(ended, server));
  return ok ? 0 : 1;
}
