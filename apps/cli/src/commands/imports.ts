import type { ImportResource } from '@connectory/client';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createApiClient } from '../client/api-client.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { requireServer } from '../stack/server.ts';
import { renderTable } from '../views/render-table.ts';
import { shortTime } from '../views/short-time.ts';
import { addPaging, describePage, type PagingOptions, readPaging } from './paging.ts';

interface ImportsOptions extends PagingOptions {
  readonly status?: string;
  readonly connector?: string;
  readonly json?: boolean;
}

/** Adds `connectory imports`. */
export function addImportsCommand(program: Command): void {
  const imports = program
    .command('imports')
    .description('list imports, newest first')
    .option('--status <status>', 'only queued, running, succeeded, failed or cancelled ones')
    .option('--connector <id>', 'only imports into this connector');
  addPaging(imports).option('--json', 'print the page as JSON').action(listImports);
}

async function listImports(options: ImportsOptions): Promise<void> {
  const client = createApiClient(await requireServer(parseSettings(process.env)));
  const query = readPaging(options);
  if (options.status !== undefined) query.set('status', options.status);
  if (options.connector !== undefined) query.set('connectorId', options.connector);
  const page = await client.listImports(query);
  if (options.json === true) return writeJson(page);
  const rows = page.imports.map((each) => [each.id, each.status, shortTime(each.createdAt), describeImport(each)]);
  const columns = [{ head: 'import' }, { head: 'status' }, { head: 'created' }, { head: 'document', breaks: true }];
  await writeResult(`${renderTable(columns, rows)}\n`);
  process.stderr.write(describePage({ command: 'imports' }, page.imports.length, page, options));
}

/** The document, and its version or the code of its error. */
function describeImport({ document, schemaURL, version, error }: ImportResource): string {
  const name = document?.filename ?? schemaURL ?? '';
  return [name, error?.code ?? version].filter((part) => part !== undefined && part !== '').join(', ');
}
