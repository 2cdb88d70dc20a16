import type { Command } from 'commander';
import type { CreateKeyOptions, ListKeysOptions } from './manage-keys.ts';

/** Other commands do not load the code of the database. */
const load = () => import('./manage-keys.ts');

/** Adds `connectory keys`. Its commands work on the database itself, so that the first key can be created. */
export function addKeysCommand(program: Command): void {
  const keys = program.command('keys').description('manage API keys');
  keys
    .command('create')
    .description('create a key and print its token, which is not shown again')
    .requiredOption('--name <name>', 'purpose of the key')
    .option('--role <role>', 'read, import or operator', 'import')
    .option('--organisation <id>', 'owner of the key; required when there are several organisations')
    .option(
      '--expires <date>',
      'date from which the key is rejected, such as 2030-12-31, or "never"; default: after API_KEY_DAYS',
    )
    .option('--scope <scope...>', 'restrict the key, for example to imports:write; default: all that its role may do')
    .option('--json', 'print the key and its token as JSON')
    .action(async (options: CreateKeyOptions) => (await load()).createKey(options));
  keys
    .command('list')
    .description('list all keys')
    .option('--unused-days <days>', 'only valid keys that were not used for so many days')
    .option('--json', 'print the keys as JSON')
    .action(async (options: ListKeysOptions) => (await load()).listKeys(options));
  keys
    .command('revoke <id>')
    .description('revoke a key')
    .action(async (id: string) => (await load()).revokeKey(id));
}
