import type { ReimportResource } from '@connectory/client';
import { parseSettings } from '@connectory/runtime';
import type { Command } from 'commander';
import { createReimportClient, type ReimportClient, type ReimportVerb } from '../client/reimport-client.ts';
import { commandName } from '../output/command-name.ts';
import { writeJson, writeResult } from '../output/results.ts';
import { requireOperatorServer } from '../stack/server.ts';
import { showReimport, showReimports } from '../views/show-reimport.ts';
import { buildReimportRequest, type ReimportRequestOptions } from './build-reimport-request.ts';
import { followReimport } from './follow-reimport.ts';
import { addPaging, describePage, type PagingOptions, readPaging } from './paging.ts';

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
      process.exitCode = await followAndReport(await connect(), id, isJson(command));
    });
  addPaging(reimport.command('list').description('list runs, newest first'))
    .option('--json', 'print the page as JSON')
    .action((options: PagingOptions, command: Command) => listReimports(options, isJson(command)));
  for (const [verb, description] of verbs) {
    const change = reimport.command(`${verb} <id>`).description(description).option('--json', 'print the run as JSON');
    change.action((id: string, _options: object, command: Command) => changeReimport(id, verb, isJson(command)));
  }
}

/** The option of `reimport` itself has the same name, and may have taken it. */
function isJson(command: Command): boolean {
  return command.optsWithGlobals<{ json?: boolean }>().json === true;
}

function addRequestOptions(reimport: Command): void {
  reimport
    .option('--all-latest', 'the latest version of each connector: the last published one, or else the newest')
    .option('--drafts', 'versions that are not published')
    .option('--all', 'every version')
    .option('--connector <id...>', 'only of these connectors')
    .option('--organisation <id...>', 'only of these organisations')
    .option('--importer-below <version>', 'only versions imported by an older importer')
    .option('--imported-before <time>', 'only versions imported before this time, for example 2026-11-01T08:00:00Z')
    .option(
      '--target <target>',
      'replace-drafts or new-version; default: new-version with --all-latest, else replace-drafts',
    )
    .option('--version-template <name>', 'name of new versions, with {version}, {importerVersion} and {date} replaced')
    .option('--dry-run', 'show the changes and store nothing')
    .option('--edits <choice>', 'what becomes of edits by hand: keep, discard or fail; default: keep')
    .option('--refetch', 'fetch documents that came from a URL again')
    .option('--canary <count>', 'import this many first, and continue only when they succeed; default: no canary')
    .option('--canary-failures <count>', 'failures allowed in the canary; default: 0')
    .option('--failure-budget <percent>', 'stop when more than this percentage of all items has failed; default: never')
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

async function changeReimport(id: string, verb: ReimportVerb, json: boolean): Promise<void> {
  const changed = await (await connect()).change(id, verb);
  if (json) return writeJson(changed);
  process.stderr.write(`bulk re-import ${id} is ${changed.status}\n`);
}

async function listReimports(options: PagingOptions, json: boolean): Promise<void> {
  const paging = readPaging(options);
  const page = await (await connect()).list(paging);
  if (json) return writeJson(page);
  await writeResult(`${showReimports(page.reimports)}\n`);
  const list = { command: 'reimport list', rows: 'bulk re-imports' };
  process.stderr.write(describePage(list, page.reimports.length, page, options));
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
