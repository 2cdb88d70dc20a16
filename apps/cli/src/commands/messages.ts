import type { MessagePlacePage } from '@connectory/client';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createApiClient } from '../client/api-client.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { requireServer } from '../stack/server.ts';

interface MessagesOptions {
  readonly code?: string;
  readonly severity?: string;
  readonly json?: boolean;
}

const placesPerPage = '1000';

/** Adds `connectory messages`, which lists all places of the messages of an import. */
export function addMessagesCommand(program: Command): void {
  program
    .command('messages <import>')
    .description('list every place of the messages of an import')
    .option('--code <code>', 'only of the message with this code')
    .option('--severity <severity>', 'only of messages of this severity: info, warning or error')
    .option('--json', 'print one JSON object per line')
    .action(listMessages);
}

async function listMessages(id: string, { code, severity, json }: MessagesOptions): Promise<void> {
  const client = createApiClient(await requireServer(parseSettings(process.env)));
  const query = new URLSearchParams({ first: placesPerPage });
  if (code !== undefined) query.set('code', code);
  if (severity !== undefined) query.set('severity', severity);
  for (;;) {
    const page = await client.listMessages(id, query);
    for (const place of page.places) await (json === true ? writeJson(place) : writeResult(`${showPlace(place)}\n`));
    if (page.next === undefined) {
      if (page.unlisted > 0) process.stderr.write(`${page.unlisted} more places were counted, and not stored.\n`);
      return;
    }
    query.set('after', page.next);
  }
}

function showPlace({ severity, code = '', detail = '' }: MessagePlacePage['places'][number]): string {
  return `${severity.padEnd(7)} ${code}  ${detail}`;
}
