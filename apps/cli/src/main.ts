#!/usr/bin/env node
import { connectoryVersion } from '@connectory/runtime';
import { Command } from 'commander';
import { recoverNpmOptions } from './arguments/npm-options.ts';
import { addAuditCommand } from './commands/audit.ts';
import { addCheckCommand } from './commands/check.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addConnectorsCommand } from './commands/connectors.ts';
import { addImportChangeCommands } from './commands/change-import.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addExportCommand } from './commands/export.ts';
import { addImportCommand } from './commands/import.ts';
import { addImportsCommand } from './commands/imports.ts';
import { addKeysCommand } from './commands/keys.ts';
import { addMessagesCommand } from './commands/messages.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addReimportCommand } from './commands/reimport.ts';
import { addShowCommand } from './commands/show.ts';
import { addStartCommand } from './commands/start.ts';
import { reportError } from './errors/report-error.ts';

const commands = [
  addStartCommand,
  addImportCommand,
  addCheckCommand,
  addDiffCommand,
  addExportCommand,
  addReimportCommand,
  addImportsCommand,
  addShowCommand,
  addMessagesCommand,
  addImportChangeCommands,
  addConnectorsCommand,
  addMigrateCommand,
  addDoctorCommand,
  addKeysCommand,
  addAuditCommand,
  addCompletionCommand,
];

function buildProgram(): Command {
  const program = new Command('connectory')
    .description('Turns OpenAPI documents into versioned connectors.')
    .version(connectoryVersion())
    // Otherwise the option `--version` of an import would be that of the program.
    .enablePositionalOptions()
    .exitOverride();
  for (const addCommand of commands) addCommand(program);
  return program;
}

try {
  const program = buildProgram();
  await program.parseAsync(recoverNpmOptions(program, process.argv.slice(2), process.env), { from: 'user' });
  process.exit(process.exitCode ?? 0);
} catch (error) {
  process.exit(reportError(error));
}
