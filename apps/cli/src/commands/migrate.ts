import { parseSettings, requireDatabaseUrls } from '@connectory/runtime';
import type { Command } from 'commander';

/** Adds `connectory migrate`. */
export function addMigrateCommand(program: Command): void {
  program
    .command('migrate')
    .description(
      'apply pending migrations with DATABASE_OWNER_URL, and grant the roles of API and workers what they need',
    )
    .option('--set-passwords', 'set the passwords of these roles to those of their URLs')
    .action(migrateDatabase);
}

async function migrateDatabase({ setPasswords = false }: { readonly setPasswords?: boolean }): Promise<void> {
  const { migrateAll } = await import('../stack/prepare-database.ts');
  const onWait = (reason: string): void => void process.stderr.write(`waiting: ${reason}\n`);
  const urls = requireDatabaseUrls(parseSettings(process.env));
  const { applied, roles } = await migrateAll(urls, { setPasswords, onWait });
  process.stderr.write(applied.length === 0 ? 'the database is up to date\n' : `applied ${applied.join(', ')}\n`);
  if (roles.length > 0) process.stderr.write(`granted to ${roles.join(', ')}\n`);
}
