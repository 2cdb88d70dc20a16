import type { OrganisationPage } from '@connectory/client';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createCaller } from '../client/caller.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { requireOperatorServer } from '../stack/server.ts';
import { renderTable } from '../views/render-table.ts';
import { shortTime } from '../views/short-time.ts';
import { addPaging, describePage, type PagingOptions, readPaging } from './paging.ts';

interface OrganisationsOptions extends PagingOptions {
  readonly json?: boolean;
}

/** Adds `connectory organisations`. */
export function addOrganisationsCommand(program: Command): void {
  const organisations = program
    .command('organisations')
    .description('list organisations, newest first; requires an operator key');
  addPaging(organisations).option('--json', 'print the page as JSON').action(listOrganisations);
}

async function listOrganisations(options: OrganisationsOptions): Promise<void> {
  const query = readPaging(options);
  const { baseUrl, operatorApiKey } = await requireOperatorServer(parseSettings(process.env));
  const { client, read } = createCaller(baseUrl, operatorApiKey);
  const params = {
    query: { first: Number(query.get('first')), ...(options.after === undefined ? {} : { after: options.after }) },
  };
  const page: OrganisationPage = await read(client.GET('/api/operator/v1/organisations', { params }));
  if (options.json === true) return writeJson(page);
  const columns = [{ head: 'organisation' }, { head: 'name', breaks: true }, { head: 'created' }];
  const rows = page.organisations.map(({ id, name, createdAt }) => [id, name, shortTime(createdAt)]);
  await writeResult(`${renderTable(columns, rows)}\n`);
  process.stderr.write(describePage({ command: 'organisations' }, page.organisations.length, page, options));
}
