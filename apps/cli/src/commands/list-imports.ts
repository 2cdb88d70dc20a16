import { parseSettings } from '@connectory/runtime';
import Table from 'cli-table3';
import { createApiClient } from '../api-client.ts';
import { requireServer } from './import.ts';

/** Lists the newest imports of the organisation. */
export async function listImportsCommand(): Promise<void> {
  const client = createApiClient(await requireServer(parseSettings(process.env)));
  const table = new Table({
    head: ['import', 'status', 'document', 'version', 'actions', 'created'],
    style: { head: [], border: [] },
  });
  for (const view of await client.listImports()) {
    table.push([
      view.id,
      view.status,
      view.document?.filename ?? '',
      view.version ?? '',
      view.summary?.actions ?? '',
      view.createdAt,
    ]);
  }
  process.stdout.write(`${table.toString()}\n`);
}
