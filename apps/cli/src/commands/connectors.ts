import type { ConnectorResource } from '@connectory/client';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createApiClient } from '../client/api-client.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { requireServer } from '../stack/server.ts';
import { renderTable } from '../views/render-table.ts';
import { shortTime } from '../views/short-time.ts';
import { addPaging, describePage, type PagingOptions, readPaging } from './paging.ts';

interface ConnectorsOptions extends PagingOptions {
  readonly name?: string;
  readonly json?: boolean;
}

/** Adds `connectory connectors`. */
export function addConnectorsCommand(program: Command): void {
  const connectors = program
    .command('connectors')
    .description('list connectors, most recently updated first')
    .option('--name <text>', 'only those with this text in their name');
  addPaging(connectors).option('--json', 'print the page as JSON').action(listConnectors);
}

async function listConnectors(options: ConnectorsOptions): Promise<void> {
  const client = createApiClient(await requireServer(parseSettings(process.env)));
  const query = readPaging(options);
  if (options.name !== undefined) query.set('name', options.name);
  const page = await client.listConnectors(query);
  if (options.json === true) return writeJson(page);
  const rows = page.connectors.map(({ id, name, versions, updatedAt }) => [
    id,
    name,
    showVersions(versions),
    shortTime(updatedAt),
  ]);
  const columns = [
    { head: 'connector' },
    { head: 'name', breaks: true },
    { head: 'versions', breaks: true },
    { head: 'updated' },
  ];
  await writeResult(`${renderTable(columns, rows)}\n`);
  process.stderr.write(describePage({ command: 'connectors' }, page.connectors.length, page, options));
}

const shownVersions = 3;

function showVersions(versions: ConnectorResource['versions']): string {
  const names = versions.slice(0, shownVersions).map(({ name }) => name);
  return [...names, ...(versions.length > shownVersions ? [`… ${versions.length - shownVersions} more`] : [])].join(
    '\n',
  );
}
