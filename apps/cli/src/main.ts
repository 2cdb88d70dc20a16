#!/usr/bin/env node
import { MigrationError } from '@connectory/database';
import { EmbeddedPostgresError } from '@connectory/embedded';
import { parseSettings, requireDatabaseUrl, SettingsError } from '@connectory/runtime';
import { Command, CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { addReimportCommand } from './commands/add-reimport-command.ts';
import { type DiffCommandOptions, diffCommand } from './commands/diff.ts';
import { type ImportCommandOptions, importCommand } from './commands/import.ts';
import { type CreateKeyOptions, createKeyCommand, listKeysCommand, revokeKeyCommand } from './commands/keys.ts';
import { listImportsCommand } from './commands/list-imports.ts';
import { start } from './commands/start.ts';
import { migrateAll } from './stack/prepare-database.ts';

function buildProgram(): Command {
  const program = new Command('connectory')
    .description('Turns OpenAPI documents into versioned connectors.')
    .exitOverride();
  program.command('start').description('run the whole service on this machine').action(start);
  program
    .command('import <file-or-url>')
    .description('import an OpenAPI document; starts the service for the time being when none is running')
    .option('--connector <id>', 'into this connector; a new one otherwise')
    .option('--name <name>', 'of the new connector; the title of the document otherwise')
    .option('--version <version>', 'of the connector; the version of the document otherwise')
    .option('--replace', 'take the place of a draft of the same name, keeping its ids')
    .option('--include <field=glob...>', 'only operations that match: tags=, paths=, methods= or operationIds=')
    .option('--exclude <field=glob...>', 'no operations that match')
    .option('--dry-run', 'do all but store what was imported, and tell what would change')
    .option('--strict', 'fail when any message is an error')
    .option('--json', 'print the result as JSON')
    .action(async (source: string, options: ImportCommandOptions) => {
      process.exitCode = await importCommand(source, options);
    });
  program
    .command('diff <connector> <from> <to>')
    .description('show what changed between two versions of a connector; ends with 1 when something breaks')
    .option('--annotations', 'show also what changed for people only')
    .option('--json', 'print the diff as JSON')
    .action(async (connector: string, from: string, to: string, options: DiffCommandOptions) => {
      process.exitCode = await diffCommand(connector, from, to, options);
    });
  addReimportCommand(program);
  program.command('imports').description('list the newest imports').action(listImportsCommand);
  program
    .command('migrate')
    .description('bring the database of DATABASE_URL up to date')
    .action(async () => {
      const applied = await migrateAll(requireDatabaseUrl(parseSettings(process.env)));
      process.stderr.write(applied.length === 0 ? 'nothing to apply\n' : `applied ${applied.join(', ')}\n`);
    });
  const keys = program.command('keys').description('manage API keys');
  keys
    .command('create')
    .requiredOption('--name <name>', 'what the key is for')
    .option('--role <role>', 'read, import or operator', 'import')
    .option('--organisation <id>', 'that it belongs to; needed when there are several')
    .option('--expires <date>', 'when it stops working')
    .action((options: CreateKeyOptions) => createKeyCommand(options));
  keys.command('list').action(listKeysCommand);
  keys.command('revoke <id>').action(revokeKeyCommand);
  return program;
}

function exitCodeFor(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const known =
    error instanceof CliError ||
    error instanceof SettingsError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof MigrationError;
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${known ? message : `Something unexpected went wrong: ${message} (set DEBUG=1 for more)`}\n`);
  if (process.env['DEBUG'] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return error instanceof CliError ? error.exitCode : error instanceof SettingsError ? 2 : 1;
}

try {
  await buildProgram().parseAsync();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  process.exit(exitCodeFor(error));
}
