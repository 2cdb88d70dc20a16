import type { Command } from 'commander';
import { completionScripts } from '../completion/completion-scripts.ts';
import { CliError } from '../errors/cli-error.ts';
import { writeResult } from '../output/results.ts';

/** Adds `connectory completion`, which prints a script for a shell. */
export function addCompletionCommand(program: Command): void {
  const shells = [...completionScripts.keys()].join(', ');
  program
    .command('completion <shell>')
    .description(`print a script that completes commands and options in a shell: ${shells}`)
    .action(async (shell: string) => {
      const script = completionScripts.get(shell);
      if (script === undefined) throw new CliError(`There is no completion for ${shell}: name one of ${shells}.`, 2);
      await writeResult(script(program));
    });
}
