import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditEventResource } from '@connectory/client';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { type AuditClient, createAuditClient } from '../client/audit-client.ts';
import { CliError } from '../errors/cli-error.ts';
import { openResults, writeJson, writeResult } from '../output/results.ts';
import { requireOperatorServer, requireServer } from '../stack/server.ts';
import { renderTable } from '../views/render-table.ts';
import { shortTime } from '../views/short-time.ts';
import { addPaging, describePage, type PagingOptions, readPaging } from './paging.ts';

interface AuditOptions extends PagingOptions {
  readonly all?: boolean;
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly outcome?: string;
  readonly from?: string;
  readonly to?: string;
  readonly export?: string;
  readonly json?: boolean;
}

const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['csv', 'text/csv'],
  ['jsonl', 'application/x-ndjson'],
]);

/** Adds `connectory audit`. */
export function addAuditCommand(program: Command): void {
  const audit = program
    .command('audit')
    .description('list audit events, newest first: changes, refused requests, failed authentications')
    .option('--all', 'events of all organisations; requires an operator key')
    .option('--actor <id>', 'only of this actor: id of a key, or subject of a token')
    .option('--action <action>', 'only with this action, for example connector.deleted')
    .option('--target <id>', 'only about this connector, version, import or key')
    .option('--outcome <outcome>', 'succeeded, refused or failed')
    .option('--from <time>', 'only from this time on, for example 2026-11-01 or 2026-11-01T08:00:00Z')
    .option('--to <time>', 'only before this time, in the same form');
  addPaging(audit)
    .option('--json', 'print the page as JSON')
    .option('--export <format>', 'print all events as csv or jsonl instead')
    .action(showAudit);
}

async function showAudit(options: AuditOptions): Promise<void> {
  const format = options.export;
  const mediaType = format === undefined ? undefined : mediaTypes.get(format);
  if (format !== undefined && mediaType === undefined) throw new CliError('--export must be csv or jsonl.', 2);
  const paging = readPaging(options);
  const client = await connect(options.all === true);
  if (mediaType !== undefined) {
    await pipeline(Readable.fromWeb(await client.export(toQuery(options), mediaType)), openResults(), {
      end: false,
    });
    return;
  }
  const page = await client.list(new URLSearchParams([...toQuery(options), ...paging]));
  if (options.json === true) return writeJson(page);
  await writeResult(`${showEvents(page.events)}\n`);
  process.stderr.write(describePage({ command: 'audit', rows: 'events' }, page.events.length, page, options));
}

async function connect(all: boolean): Promise<AuditClient> {
  const settings = parseSettings(process.env);
  if (all) {
    const { baseUrl, operatorApiKey: key } = await requireOperatorServer(settings);
    return createAuditClient({ baseUrl, key, organisationId: undefined });
  }
  const { baseUrl, apiKey: key, organisationId } = await requireServer(settings);
  return createAuditClient({ baseUrl, key, organisationId });
}

const filters = ['actor', 'action', 'target', 'outcome', 'from', 'to'] as const;

function toQuery(options: AuditOptions): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of filters) {
    const value = options[name];
    if (value !== undefined) query.set(name, value);
  }
  return query;
}

const columns = [
  { head: 'time', breaks: true },
  { head: 'actor', breaks: true },
  { head: 'action', breaks: true },
  { head: 'target, details', breaks: true },
];

function showEvents(events: readonly AuditEventResource[]): string {
  const rows: string[][] = [];
  for (const { at, actor, action, target, outcome, details } of events) {
    const who = actor.name === undefined ? `${actor.kind} ${actor.id}` : `${actor.kind} ${actor.id}\n${actor.name}`;
    const what = target === undefined ? '' : `${target.kind}\n${target.id}`;
    const facts = Object.entries(details).map(([name, value]) => `${name}: ${showValue(value)}`);
    rows.push([shortTime(at), who, `${action}\n${outcome}`, [what, ...facts].filter(Boolean).join('\n')]);
  }
  return renderTable(columns, rows);
}

function showValue(value: unknown): string {
  return typeof value === 'string' && !/\p{Cc}/u.test(value) ? value : JSON.stringify(value);
}
