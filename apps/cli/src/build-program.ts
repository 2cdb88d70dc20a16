import { connectoryVersion } from '@connectory/runtime';
import { Command } from 'commander';
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
import { addOrganisationsCommand } from './commands/organisations.ts';
import { addReimportCommand } from './commands/reimport.ts';
import { addShowCommand } from './commands/show.ts';
import { addStartCommand } from './commands/start.ts';
import { addHelpSections, subcommandTerm } from './help/add-help-sections.ts';

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
  addOrganisationsCommand,
  addMigrateCommand,
  addDoctorCommand,
  addKeysCommand,
  addAuditCommand,
  addCompletionCommand,
];

/** All commands, with their help pages. */
export function buildProgram(): Command {
  const program = new Command('connectory')
    .description('Turns OpenAPI documents into versioned connectors.')
    .version(connectoryVersion())
    // Otherwise the option `--version` of an import would be that of the program.
    .enablePositionalOptions()
    .configureHelp({ subcommandTerm })
    .exitOverride();
  for (const addCommand of commands) addCommand(program);
  addHelpSections(program);
  return program;
}
