#!/usr/bin/env node
import { Command } from 'commander';
import { addAuditCommand } from './commands/audit.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addDiffCommand } from './commands/diff.ts';
import { addExportCommand } from './commands/export.ts';
import { addImportCommand } from './commands/import.ts';
import { addImportsCommand } from './commands/imports.ts';
import { addKeysCommand } from './commands/keys.ts';
import { addMigrateCommand } from './commands/migrate.ts';
import { addReimportCommand } from './commands/reimport.ts';
import { addStartCommand } from './commands/start.ts';
import { reportError } from './errors/report-error.ts';

const commands = [
  addStartCommand,
  addImportCommand,
  addDiffCommand,
  addExportCommand,
  addReimportCommand,
  addImportsCommand,
  addMigrateCommand,
  addDoctorCommand,
  addKeysCommand,
  addAuditCommand,
];

function buildProgram(): Command {
  const program = new Command('connectory')
    .description('Turns OpenAPI documents into versioned connectors.')
    .exitOverride();
  for (const addCommand of commands) addCommand(program);
  return program;
}

try {
  await buildProgram().parseAsync();
  process.exit(process.exitCode ?? 0);
} catch (error) {
  process.exit(reportError(error));
}
