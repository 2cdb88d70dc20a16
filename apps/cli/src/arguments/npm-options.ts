import type { Command, Option } from 'commander';
import { CliError } from '../errors/cli-error.ts';
import { type Environment, isRunByScript } from '../output/command-name.ts';

/**
 * Finds options that npm took for itself: `npm run import FILE --dry-run` without `--` sets `npm_config_dry_run` and passes on `FILE`.
 * `--json` has the same meaning for npm, and is passed on.
 * @param args the arguments after the program
 * @throws CliError for any other such option
 */
export function recoverNpmOptions(program: Command, args: readonly string[], env: Environment): readonly string[] {
  if (!isRunByScript(env)) return args;
  const taken = optionsOf(program, args).filter(
    ({ long }) => typeof long === 'string' && env[variableOf(long)] && !isGiven(args, long),
  );
  const refused = taken.find(({ long }) => long !== '--json');
  if (refused !== undefined) {
    const script = env['npm_lifecycle_event'] ?? 'connectory';
    throw new CliError(
      `npm took the option ${refused.long} for itself. Write "--" before the arguments: npm run ${script} -- … ${refused.long}`,
      2,
    );
  }
  return taken.length === 0 ? args : [...args, '--json'];
}

/** The options of the command that is run. */
function optionsOf(program: Command, [name, next]: readonly string[]): readonly Option[] {
  const command = program.commands.find((each) => each.name() === name);
  const nested = command?.commands.find((each) => each.name() === next);
  return [...(command?.options ?? []), ...(nested?.options ?? [])];
}

function variableOf(long: string): string {
  return `npm_config_${long.slice(2).replaceAll('-', '_')}`;
}

function isGiven(args: readonly string[], long: string): boolean {
  return args.some((argument) => argument === long || argument.startsWith(`${long}=`));
}
