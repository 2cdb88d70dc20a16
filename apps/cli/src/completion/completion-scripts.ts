import type { Command, Option } from 'commander';

/** A script that makes a shell complete the commands and options of this program. */
export const completionScripts: ReadonlyMap<string, (program: Command) => string> = new Map([
  ['bash', bashScript],
  ['zsh', zshScript],
  ['fish', fishScript],
]);

function bashScript(program: Command): string {
  const cases = program.commands.map(
    (command) => `    ${command.name()}) words="${[...subcommandsOf(command), ...flagsOf(command)].join(' ')}" ;;`,
  );
  return `_connectory() {
  local current=\${COMP_WORDS[COMP_CWORD]} words=
  if [ "$COMP_CWORD" -eq 1 ]; then words="${program.commands.map((command) => command.name()).join(' ')} --help --version"
  else case \${COMP_WORDS[1]} in
${cases.join('\n')}
  esac fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _connectory connectory
`;
}

function zshScript(program: Command): string {
  const commands = program.commands.map((command) => `    ${quoteZsh(`${command.name()}:${command.description()}`)}`);
  const cases = program.commands.map((command) => {
    const options = command.options.map((option) => quoteZsh(`${longOf(option)}[${labelOf(option)}]`));
    const first = subcommandsOf(command).map((name) => quoteZsh(`1:command:(${name})`));
    return `    ${command.name()}) _arguments ${[...options, ...first, "'*:file:_files'"].join(' ')} ;;`;
  });
  return `#compdef connectory
_connectory() {
  local -a commands=(
${commands.join('\n')}
  )
  if (( CURRENT == 2 )); then _describe command commands; return; fi
  shift words; (( CURRENT-- ))
  case $words[1] in
${cases.join('\n')}
  esac
}
compdef _connectory connectory
`;
}

function fishScript(program: Command): string {
  const lines = program.commands.flatMap((command) => {
    const seen = `complete -c connectory -n '__fish_seen_subcommand_from ${command.name()}'`;
    return [
      `complete -c connectory -n __fish_use_subcommand -a ${command.name()} -d ${quoteFish(command.description())}`,
      ...subcommandsOf(command).map((name) => `${seen} -a ${name}`),
      ...command.options.map((option) => `${seen} -l ${longOf(option).slice(2)} -d ${quoteFish(option.description)}`),
    ];
  });
  return `${lines.join('\n')}\n`;
}

const subcommandsOf = (command: Command): readonly string[] => command.commands.map((each) => each.name());

const flagsOf = (command: Command): readonly string[] => [...command.options.map(longOf), '--help'];

const longOf = (option: Option): string => option.long ?? option.flags;

/** Without the characters that end a text in brackets. */
const labelOf = ({ description }: Option): string => description.replaceAll(/[[\]:]/g, ' ');

const quoteZsh = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

const quoteFish = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
