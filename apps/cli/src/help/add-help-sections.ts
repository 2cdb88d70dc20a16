import type { Command } from 'commander';
import { examples } from './examples.ts';

type Rows = readonly (readonly [name: string, meaning: string])[];

/** Variables that commands read. `docs/settings.md` lists those of the service. */
const environment: Rows = [
  ['CONNECTORY_URL', 'server to use; default: that of the data folder'],
  ['CONNECTORY_API_KEY', 'key for that server'],
  ['CONNECTORY_ORGANISATION_ID', 'organisation on that server'],
  ['CONNECTORY_OPERATOR_API_KEY', 'operator key for that server'],
  ['CONNECTORY_DATA_DIR', 'data folder; default: .connectory'],
  ['NO_COLOR', 'print without colours'],
];

const exitCodes: Rows = [
  ['0', 'success'],
  ['1', 'failure: a failed import, breaking changes, a server that refuses'],
  ['2', 'the command line is wrong, or a file cannot be read; for diff any failure'],
  ['130', 'interrupted by Ctrl-C'],
  ['141', 'the program that reads the output has ended'],
];

/** Adds what a manual page has behind its options: examples, environment and exit codes. */
export function addHelpSections(program: Command): void {
  const sections = section('Environment', environment) + section('Exit codes', exitCodes);
  program.addHelpText('after', `${sections}\nconnectory COMMAND --help describes a command, with examples.`);
  for (const command of program.commands) command.addHelpText('after', listExamples(examples[command.name()] ?? []));
}

function section(title: string, rows: Rows): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return `\n${title}:\n${rows.map(([name, meaning]) => `  ${name.padEnd(width)}  ${meaning}\n`).join('')}`;
}

function listExamples(rows: Rows): string {
  const lines = rows.map(([line, meaning]) => `  ${line}\n      ${meaning}`);
  return `\nExamples:\n${lines.join('\n')}`;
}

/** The term of a command in the list of commands. Its options are on its own page. */
export function subcommandTerm(command: Command): string {
  const given = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '');
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...given].join(' ');
}
