import type { Command } from 'commander';
import {
  changeReimportCommand,
  followReimportCommand,
  listReimportsCommand,
  type ReimportCommandOptions,
  reimportCommand,
} from './reimport.ts';

const changes = [
  ['pause', 'begin nothing more; what is in flight ends'],
  ['resume', 'go on with one that was paused, or that stopped'],
  ['cancel', 'end it: what waits or is in flight is cancelled'],
  ['retry-failed', 'import what failed again'],
] as const;

/** Adds `connectory reimport` and what goes on with a run. */
export function addReimportCommand(program: Command): void {
  const reimport = program
    .command('reimport')
    .description('import versions again in bulk, from the documents that they were made of; needs an operator key')
    .option('--all-latest', 'the latest version of each connector: published last, or the newest')
    .option('--drafts', 'versions that are not published')
    .option('--all', 'every version')
    .option('--connector <id...>', 'of these connectors only')
    .option('--organisation <id...>', 'of these organisations only')
    .option('--importer-below <version>', 'made by an importer of a lesser version only')
    .option('--imported-before <time>', 'imported before this time only')
    .option('--target <target>', 'replace-drafts or new-version; new-version with --all-latest, else replace-drafts')
    .option('--version-template <name>', 'of new versions: {version}, {importerVersion} and {date} are replaced')
    .option('--dry-run', 'tell what would change; write none of it')
    .option('--refetch', 'ask the hosts of documents that came from a URL whether these have changed')
    .option('--canary <count>', 'import so many first, and the rest only when they went well')
    .option('--canary-failures <count>', 'of the canary that may fail; 0 unless given')
    .option('--failure-budget <percent>', 'stop when more than this of all failed')
    .option('--max-in-flight <count>', 'imports at a time; 16 unless given')
    .option('--detach', 'start it and print its id; do not follow')
    .option('--json', 'print the run as JSON when it has ended')
    .action(async (options: ReimportCommandOptions) => {
      process.exitCode = await reimportCommand(options);
    });
  reimport
    .command('follow <id>')
    .description('look at a run until it has ended or stopped')
    .option('--json', 'print the run as JSON when it has ended')
    .action(async (id: string, _options: object, command: Command) => {
      process.exitCode = await followReimportCommand(id, command.optsWithGlobals());
    });
  reimport.command('list').description('list the newest runs').action(listReimportsCommand);
  for (const [verb, description] of changes) {
    const change = reimport.command(`${verb} <id>`).description(description);
    change.action((id: string) => changeReimportCommand(id, verb));
  }
}
