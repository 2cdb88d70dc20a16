import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createApiClient } from '../client/api-client.ts';
import { commandName } from '../output/command-name.ts';
import { writeJson } from '../output/results.ts';
import { requireServer } from '../stack/server.ts';

const verbs = [
  ['cancel', 'cancel an import that has not ended'],
  ['retry', 'queue a failed or cancelled import again, with the same document'],
] as const;

/** Adds `connectory cancel` and `connectory retry`. */
export function addImportChangeCommands(program: Command): void {
  for (const [verb, description] of verbs) {
    program
      .command(`${verb} <import>`)
      .description(description)
      .option('--json', 'print the import as JSON')
      .action(async (id: string, { json }: { readonly json?: boolean }) => {
        const client = createApiClient(await requireServer(parseSettings(process.env)));
        const changed = await client.changeImport(id, verb);
        if (json === true) await writeJson(changed);
        else process.stderr.write(`import ${id} is ${changed.status}; ${commandName()} show ${id} --follow\n`);
      });
  }
}
