import { execFileSync } from 'node:child_process';
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { completionScripts } from '../src/completion/completion-scripts.ts';

const program = new Command('connectory');
program.command('import <file>').description("import a user's document").option('--dry-run', 'store [nothing]');
program.command('imports').description('list imports').option('--json', 'as JSON');
program.command('keys').description('manage keys').command('create').description('create a key');
const scriptOf = (shell: string): string => completionScripts.get(shell)?.(program) ?? '';

function completeInBash(...words: readonly string[]): readonly string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const ask = `COMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _connectory; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-c', `${scriptOf('bash')}${ask}`], { encoding: 'utf8' })
    .split('\n')
    .filter(Boolean);
}

test('bash completes commands, their options, and commands of commands', () => {
  expect(completeInBash('connectory', 'imp')).toEqual(['import', 'imports']);
  expect(completeInBash('connectory', 'import', '--')).toEqual(['--dry-run', '--help']);
  expect(completeInBash('connectory', 'keys', 'c')).toEqual(['create']);
});

test.each(['zsh', 'fish'])('the script for %s names each command and option, and quotes texts', (shell) => {
  const script = scriptOf(shell);
  for (const name of ['import', 'imports', 'keys', 'create', 'dry-run', 'json']) expect(script).toContain(name);
  expect(script).toContain(shell === 'zsh' ? "user'\\''s" : "user\\'s");
});
