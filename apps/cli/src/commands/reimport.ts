import { parseSettings } from '@connectory/runtime';
import Table from 'cli-table3';
import { CliError } from '../cli-error.ts';
import { createReimportClient, type ReimportClient, type ReimportVerb, type ReimportView } from '../reimport-client.ts';
import { requireOperatorServer } from '../stack/operator-server.ts';
import { followReimport } from './follow-reimport.ts';
import { showReimport } from './show-reimport.ts';

export interface ReimportCommandOptions {
  readonly all?: boolean;
  readonly allLatest?: boolean;
  readonly drafts?: boolean;
  readonly connector?: readonly string[];
  readonly organisation?: readonly string[];
  readonly importerBelow?: string;
  readonly importedBefore?: string;
  readonly target?: string;
  readonly versionTemplate?: string;
  readonly dryRun?: boolean;
  readonly refetch?: boolean;
  readonly maxInFlight?: string;
  readonly canary?: string;
  readonly canaryFailures?: string;
  readonly failureBudget?: string;
  readonly detach?: boolean;
  readonly json?: boolean;
}

/** Starts a bulk re-import and follows it. @returns the exit code: 0 when nothing failed, 1 otherwise, 130 when interrupted. */
export async function reimportCommand(options: ReimportCommandOptions): Promise<number> {
  const request = buildRequest(options);
  const client = await connect();
  const accepted = await client.create(request);
  process.stderr.write(
    `bulk re-import ${accepted.id}: ${accepted.total} version(s)${options.dryRun === true ? ', dry run' : ''}\n`,
  );
  if (options.detach === true) {
    process.stdout.write(options.json === true ? `${JSON.stringify(accepted)}\n` : `${accepted.id}\n`);
    return 0;
  }
  return followAndReport(client, accepted.id, options.json === true);
}

/** Follows a bulk re-import that somebody started. */
export async function followReimportCommand(id: string, options: { readonly json?: boolean }): Promise<number> {
  return followAndReport(await connect(), id, options.json === true);
}

export async function changeReimportCommand(id: string, verb: ReimportVerb): Promise<void> {
  const changed = await (await connect()).change(id, verb);
  process.stderr.write(`bulk re-import ${id} is ${changed.status}\n`);
}

export async function listReimportsCommand(): Promise<void> {
  const table = new Table({
    head: ['bulk re-import', 'status', 'target', 'ended', 'failed', 'versions', 'created'],
    style: { head: [], border: [] },
  });
  for (const run of await (await connect()).list()) {
    const { pending = 0, running = 0, failed = 0 } = run.counts;
    const target = run.dryRun ? `${run.target}, dry run` : run.target;
    table.push([run.id, run.status, target, run.total - pending - running, failed, run.total, run.createdAt]);
  }
  process.stdout.write(`${table.toString()}\n`);
}

async function connect(): Promise<ReimportClient> {
  return createReimportClient(await requireOperatorServer(parseSettings(process.env)));
}

async function followAndReport(client: ReimportClient, id: string, json: boolean): Promise<number> {
  const run = await followReimport(client, id);
  if (run === 'interrupted') {
    process.stderr.write(`\n${howToGoOn(id)}\n`);
    return 130;
  }
  const text = json ? `${JSON.stringify(run)}\n` : await showReimport(client, run);
  await new Promise((resolve) => process.stdout.write(text, resolve));
  return exitCodeOf(run);
}

/** What a run is when nobody looks any more. */
function howToGoOn(id: string): string {
  return [
    'The run goes on without this command.',
    `  connectory reimport follow ${id}   to look at it again`,
    `  connectory reimport pause ${id}    to have it begin nothing more; "resume" goes on`,
    `  connectory reimport cancel ${id}   to end it`,
  ].join('\n');
}

function exitCodeOf(run: ReimportView): number {
  return run.status === 'finished' && (run.counts['failed'] ?? 0) === 0 ? 0 : 1;
}

/** What the API takes, which judges the values. @throws CliError when it is not said what to import again. */
function buildRequest(options: ReimportCommandOptions): object {
  const named = [options.all, options.allLatest, options.drafts].filter((given) => given === true).length;
  if (named > 1) throw new CliError('Choose one of --all, --all-latest and --drafts.', 2);
  const { connector = [], organisation = [] } = options;
  if (named + connector.length + organisation.length === 0)
    throw new CliError(
      'Say what to import again: --all-latest, --drafts, --all, --connector ID or --organisation ID.',
      2,
    );
  if (options.canaryFailures !== undefined && options.canary === undefined)
    throw new CliError('--canary-failures goes with --canary.', 2);
  const selector = {
    ...(organisation.length === 0 ? {} : { organisationIds: organisation }),
    ...(connector.length === 0 ? {} : { connectorIds: connector }),
    versions: options.allLatest === true ? 'latest' : options.drafts === true ? 'drafts' : 'all',
    importerVersionBelow: options.importerBelow,
    importedBefore: options.importedBefore,
  };
  return {
    selector,
    // What is latest is mostly published, and cannot be replaced.
    target: options.target ?? (options.allLatest === true ? 'new-version' : 'replace-drafts'),
    versionTemplate: options.versionTemplate,
    dryRun: options.dryRun,
    refetch: options.refetch,
    maxInFlight: numberOf(options.maxInFlight),
    canary:
      options.canary === undefined
        ? undefined
        : { count: numberOf(options.canary), maxFailures: numberOf(options.canaryFailures) },
    failureBudget: numberOf(options.failureBudget),
  };
}

/** As a number where it is one: the API says what is wrong with it otherwise. */
function numberOf(text: string | undefined): number | string | undefined {
  return text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text);
}
