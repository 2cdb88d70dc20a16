import { type Command, Help } from 'commander';
import { settingsOf } from './command-settings.ts';
import { examples } from './examples.ts';
import { allExitCodes, exitCodesOf, type Rows } from './exit-codes.ts';

/** Variables that commands read. `docs/settings.md` lists those of the service. */
const environment: Rows = [
  ['CONNECTORY_URL', 'server to use; default: that of the data folder'],
  ['CONNECTORY_API_KEY', 'key for that server'],
  ['CONNECTORY_ORGANISATION_ID', 'organisation on that server'],
  ['CONNECTORY_OPERATOR_API_KEY', 'operator key for that server'],
  ['CONNECTORY_DATA_DIR', 'data folder; default: .connectory'],
  ['NO_COLOR', 'print without colours'],
];

/** Adds what a manual page has behind its options: examples, environment and exit codes. */
export function addHelpSections(program: Command): void {
  const sections = section('Environment', environment) + section('Exit codes', allExitCodes);
  program.addHelpText('after', `${sections}\nconnectory COMMAND --help describes a command, with examples.`);
  for (const command of program.commands) {
    addManual(command, command.name());
    for (const nested of command.commands) addManual(nested, `${command.name()} ${nested.name()}`);
  }
}

/** @param name the words behind `connectory` */
function addManual(command: Command, name: string): void {
  // Written when it is asked for: most runs of the program do not show it.
  command.addHelpText('after', () => {
    const settings = section('Settings in the environment', settingsOf(name));
    return (listExamples(examples[name] ?? []) + settings + section('Exit codes', exitCodesOf(name))).trimEnd();
  });
}

function section(title: string, rows: Rows): string {
  if (rows.length === 0) return '';
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, meaning]) => `  ${name.padEnd(width)}  ${wrap(meaning, width + 4)}\n`);
  return `\n${title}:\n${lines.join('')}`;
}

/** @param indent of all lines but the first, in columns */
function wrap(text: string, indent: number): string {
  return new Help().boxWrap(text, 79 - indent).replaceAll('\n', `\n${' '.repeat(indent)}`);
}

function listExamples(rows: Rows): string {
  const lines = rows.map(([line, meaning]) => `  ${line}\n      ${meaning}\n`);
  return `\nExamples:\n${lines.join('')}`;
}

/** The term of a command in the list of commands. Its options are on its own page. */
export function subcommandTerm(command: Command): string {
  const given = command.registeredArguments.map((argument) => {
    const name = argument.name() + (argument.variadic ? '...' : '');
    return argument.required ? `<${name}>` : `[${name}]`;
  });
  return [command.name(), ...given].join(' ');
}
