import type { ReimportResource } from '@connectory/client';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createReimportClient, type ReimportClient, type ReimportVerb } from '../client/reimport-client.ts';
import { commandName } from '../output/command-name.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { requireOperatorServer } from '../stack/server.ts';
import { renderTable } from '../views/render-table.ts';
import { countEnded, showReimport } from '../views/show-reimport.ts';
import { shortTime } from '../views/short-time.ts';
import { buildReimportRequest, type ReimportRequestOptions } from './build-reimport-request.ts';
import { followReimport } from './follow-reimport.ts';

interface ReimportCommandOptions extends ReimportRequestOptions {
  readonly detach?: boolean;
  readonly json?: boolean;
}

const verbs = [
  ['pause', 'start no more imports; running imports continue'],
  ['resume', 'continue a paused or stopped run'],
  ['cancel', 'end a run: waiting and running items are cancelled'],
  ['retry-failed', 'import the failed items again'],
] as const;

/** Adds `connectory reimport` with its subcommands. */
export function addReimportCommand(program: Command): void {
  const reimport = program
    .command('reimport')
    .description('import versions again in bulk, from their stored documents; requires an operator key')
    .action(async (options: ReimportCommandOptions) => {
      process.exitCode = await startReimport(options);
    });
  addRequestOptions(reimport);
  reimport
    .command('follow <id>')
    .description('show a run until it ends or stops')
    .option('--json', 'print the run as JSON when it has ended')
    .action(async (id: string, _options: object, command: Command) => {
      const { json } = command.optsWithGlobals<{ json?: boolean }>();
      process.exitCode = await followAndReport(await connect(), id, json === true);
    });
  reimport.command('list').description('list the newest runs').action(listReimports);
  for (const [verb, description] of verbs) {
    const change = reimport.command(`${verb} <id>`).description(description);
    change.action((id: string) => changeReimport(id, verb));
  }
}

function addRequestOptions(reimport: Command): void {
  reimport
    .option('--all-latest', 'the latest version of each connector: the last published one, or else the newest')
    .option('--drafts', 'versions that are not published')
    .option('--all', 'every version')
    .option('--connector <id...>', 'only of these connectors')
    .option('--organisation <id...>', 'only of these organisations')
    .option('--importer-below <version>', 'only versions imported by an older importer')
    .option('--imported-before <time>', 'only versions imported before this time')
    .option(
      '--target <target>',
      'replace-drafts or new-version; default: new-version with --all-latest, else replace-drafts',
    )
    .option('--version-template <name>', 'name of new versions, with {version}, {importerVersion} and {date} replaced')
    .option('--dry-run', 'show the changes and store nothing')
    .option('--edits <choice>', 'what becomes of edits by hand: keep, discard or fail')
    .option('--refetch', 'fetch documents that came from a URL again')
    .option('--canary <count>', 'import this many first, and continue only when they succeed')
    .option('--canary-failures <count>', 'failures allowed in the canary; default: 0')
    .option('--failure-budget <percent>', 'stop when more than this share of all items has failed')
    .option('--max-in-flight <count>', 'imports at the same time; default: 16')
    .option('--detach', 'print the id of the run and exit')
    .option('--json', 'print the run as JSON when it has ended');
}

/** @returns the exit code: 0 without failures, 1 with failures, 130 when interrupted. */
async function startReimport(options: ReimportCommandOptions): Promise<number> {
  const request = buildReimportRequest(options);
  const client = await connect();
  const accepted = await client.create(request);
  process.stderr.write(
    `bulk re-import ${accepted.id}: ${accepted.total} version(s)${options.dryRun === true ? ', dry run' : ''}\n`,
  );
  if (options.detach === true) {
    await writeJson(options.json === true ? accepted : accepted.id);
    return 0;
  }
  return followAndReport(client, accepted.id, options.json === true);
}

async function changeReimport(id: string, verb: ReimportVerb): Promise<void> {
  const changed = await (await connect()).change(id, verb);
  process.stderr.write(`bulk re-import ${id} is ${changed.status}\n`);
}

async function listReimports(): Promise<void> {
  const rows = (await (await connect()).list()).map((run) => [
    run.id,
    run.status,
    run.dryRun ? `${run.target}, dry run` : run.target,
    `${countEnded(run)}/${run.total}`,
    run.counts.failed,
    shortTime(run.createdAt),
  ]);
  const columns = [
    { head: 'bulk re-import' },
    { head: 'status' },
    { head: 'target', breaks: true },
    { head: 'ended' },
    { head: 'failed' },
    { head: 'created', breaks: true },
  ];
  await writeResult(`${renderTable(columns, rows)}\n`);
}

async function connect(): Promise<ReimportClient> {
  return createReimportClient(await requireOperatorServer(parseSettings(process.env)));
}

async function followAndReport(client: ReimportClient, id: string, json: boolean): Promise<number> {
  const run = await followReimport(client, id);
  if (run === 'interrupted') {
    process.stderr.write(`\n${howToContinue(id)}\n`);
    return 130;
  }
  await (json ? writeJson(run) : writeResult(await showReimport(client, run)));
  return exitCodeOf(run);
}

function howToContinue(id: string): string {
  const command = commandName();
  return [
    'The run continues on the server.',
    `  ${command} reimport follow ${id}   shows it again`,
    `  ${command} reimport pause ${id}    starts no more imports; "resume" continues`,
    `  ${command} reimport cancel ${id}   ends it`,
  ].join('\n');
}

function exitCodeOf({ status, counts }: ReimportResource): number {
  return status === 'finished' && counts.failed === 0 ? 0 : 1;
}
