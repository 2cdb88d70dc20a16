import { parseSettings } from '@connectory/runtime';
import Table from 'cli-table3';
import type { Command } from 'commander';
import { createApiClient } from '../client/api-client.ts';
import { requireServer } from '../stack/server.ts';

/** Adds `connectory imports`. */
export function addImportsCommand(program: Command): void {
  program.command('imports').description('list the newest imports').action(listImports);
}

async function listImports(): Promise<void> {
  const client = createApiClient(await requireServer(parseSettings(process.env)));
  const table = new Table({
    head: ['import', 'status', 'document', 'version', 'actions', 'created'],
    style: { head: [], border: [] },
  });
  for (const { id, status, document, version, summary, createdAt } of await client.listImports()) {
    table.push([id, status, document?.filename ?? '', version ?? '', summary?.actions ?? '', createdAt]);
  }
  process.stdout.write(`${table.toString()}\n`);
}
