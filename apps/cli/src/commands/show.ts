import type { ImportError, ImportResource, ImportResult } from '@connectory/client';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { type ApiClient, createApiClient } from '../client/api-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { onInterruption } from '../output/interruption.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { requireServer } from '../stack/server.ts';
import { countPlaces } from '../views/count-places.ts';
import { showConnector } from '../views/show-connector.ts';
import { showNextSteps } from '../views/show-next-steps.ts';
import { showFailure, showSummary } from '../views/show-summary.ts';
import { describeLeftImport, followImport } from './follow-import.ts';

interface ShowOptions {
  readonly follow?: boolean;
  readonly json?: boolean;
}

/** Adds `connectory show`. It exits with 1 for an import that failed or was cancelled. */
export function addShowCommand(program: Command): void {
  program
    .command('show <id>')
    .description('show an import, or a connector with its versions')
    .option('--follow', 'wait until the import has ended')
    .option('--json', 'print it as JSON')
    .action(async (id: string, options: ShowOptions) => {
      process.exitCode = await show(id, options);
    });
}

async function show(id: string, options: ShowOptions): Promise<number> {
  const client = createApiClient(await requireServer(parseSettings(process.env)));
  const found = await findImport(client, id);
  if (found === undefined) {
    const connector = await client.getConnector(id);
    await (options.json === true ? writeJson(connector) : writeResult(showConnector(connector)));
    return 0;
  }
  const current = options.follow === true ? await follow(client, found) : found;
  if (options.json === true) await writeJson(current);
  else await showImport(client, current);
  return current.status === 'failed' || current.status === 'cancelled' ? 1 : 0;
}

async function findImport(client: ApiClient, id: string): Promise<ImportResource | undefined> {
  try {
    return await client.getImport(id);
  } catch (error) {
    if (error instanceof CliError && error.code === 'import_not_found') return undefined;
    throw error;
  }
}

async function follow(client: ApiClient, found: ImportResource): Promise<ImportResource> {
  const stopListening = onInterruption(() => describeLeftImport(found));
  try {
    return await followImport(client, found);
  } finally {
    stopListening();
  }
}

async function showImport(client: ApiClient, current: ImportResource): Promise<void> {
  if (current.status === 'succeeded' || current.status === 'failed') {
    const { ok, text } = await client.getResult(current.id);
    const places = await countPlaces(client, current.id);
    if (ok) {
      const { connector, messages } = JSON.parse(text) as ImportResult;
      await writeResult(showSummary(current, connector.name, { messages, places }));
    } else await writeResult(showFailure(JSON.parse(text) as ImportError, { id: current.id, places }));
  } else {
    const failure = current.lastFailure === undefined ? '' : `\n  last attempt: ${current.lastFailure.message}`;
    await writeResult(`${current.status}, ${current.document?.filename ?? current.schemaURL ?? ''}${failure}\n`);
  }
  process.stderr.write(showNextSteps(current, { isTemporary: false }));
}
